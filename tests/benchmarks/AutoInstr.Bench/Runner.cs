using System.Diagnostics;

using AutoInstr.Samples;

namespace AutoInstr.Bench;

/// <summary>Runs the editions in turn, each time beginning with another one, so that what disturbs the machine disturbs all of them
/// alike.</summary>
sealed class Runner(BenchOptions options, SinkProcess sink, Measurements measurements) : IAsyncDisposable
{
    /// <summary>More than the batch processor waits for, so that the spans of a load are sent when its cost is read.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(2 * Edition.ScheduleDelay);

    /// <summary>After the first time the runtime compiles what has been called often, and counts in it; after the second one it compiles
    /// that for good.</summary>
    private const int WarmUps = 2;

    /// <summary>The parts of a load, shorter than the machine's speed is steady.</summary>
    private const int Slices = 20;

    /// <summary>So many requests are enough for the allocations, which hardly vary.</summary>
    private const int CountedRequests = 10_000;

    private readonly IReadOnlyList<Edition> _editions = Edition.All(options, sink.Port);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("autoinstr-bench-");

    /// <summary>Runs every part that was asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (options.Includes("startup"))
        {
            Edition[] started = [.. _editions.Append(Edition.Telling(options, sink.Port)).Select(static e => e.WithDefaultDelay())];
            for (var round = 0; round < options.Starts; round++)
            {
                Console.WriteLine($"first response: round {round + 1} of {options.Starts}");
                foreach (var edition in Turns(started, round))
                    await StartAsync(edition, cancellation);
            }
        }
        if (!options.Includes("load"))
            return;
        for (var round = 0; round < options.Runs; round++)
        {
            Console.WriteLine($"load: round {round + 1} of {options.Runs}");
            await LoadAsync(round, cancellation);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>All of them, each time beginning with another one.</summary>
    private static IEnumerable<T> Turns<T>(IReadOnlyList<T> all, int turn) => all.Select((_, i) => all[(turn + i) % all.Count]);

    private async Task StartAsync(Edition edition, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var sample = StartSample(edition);
        await sample.WaitUntilHealthyAsync(isRecorded: true, cancellation);
        measurements.Add(edition, Figure.FirstResponse, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        measurements.Add(edition, Figure.FirstResponseCpu, sample.Process.ProcessorTime.TotalMilliseconds);
        if (PatchTimes.Sum(sample.Process.Output) is { } patching)
            measurements.Add(edition, Figure.Patching, patching);
    }

    /// <summary>Warms up every edition and loads them in turn, a slice each: the machine's speed changes within seconds, and must change
    /// for all of them.</summary>
    private async Task LoadAsync(int round, CancellationToken cancellation)
    {
        var services = new List<LoadedService>();
        try
        {
            foreach (var edition in Turns(_editions, round))
                services.Add(new(edition, await WarmSampleAsync(edition, cancellation), await sink.CountAsync(edition.ServiceName)));
            var requests = Math.Max(1, options.Requests / Slices);
            for (var slice = 0; slice < Slices; slice++)
            {
                foreach (var service in Turns(services, slice))
                    await service.LoadAsync(options.Connections, requests, cancellation);
            }
            await Task.Delay(Settling, cancellation);
            foreach (var service in services)
            {
                service.AddTo(measurements, await sink.CountAsync(service.Edition.ServiceName));
                await AllocateAsync(service, cancellation);
            }
        }
        finally
        {
            foreach (var service in services)
                await service.DisposeAsync();
        }
    }

    /// <summary>Counts allocations under one more load, after all else is measured: the counter's session costs time and memory
    /// itself.</summary>
    private async Task AllocateAsync(LoadedService service, CancellationToken cancellation)
    {
        await using var counter = new AllocationCounter(service.Sample.Process.Id);
        var before = await counter.CountAsync(cancellation);
        await Load.SendAsync(service.Sample.Address, options.Connections, CountedRequests, cancellation);
        await Task.Delay(Settling, cancellation);
        measurements.Add(service.Edition, Figure.Allocated, (await counter.CountAsync(cancellation) - before) / CountedRequests);
    }

    /// <summary>A started service that has compiled what it needs and has nothing left to send.</summary>
    private async Task<SampleProcess> WarmSampleAsync(Edition edition, CancellationToken cancellation)
    {
        var sample = StartSample(edition);
        try
        {
            await sample.WaitUntilHealthyAsync(isRecorded: true, cancellation);
            await Load.PrepareAsync(sample.Address, cancellation);
            for (var i = 0; i < WarmUps; i++)
            {
                await Load.SendAsync(sample.Address, options.Connections, options.Warmup, cancellation);
                await SettleAsync(sample, cancellation);
            }
            return sample;
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the service does nothing any more: the compiler works off a load for seconds after it.</summary>
    private static async Task SettleAsync(SampleProcess sample, CancellationToken cancellation)
    {
        TimeSpan before, after = sample.Process.ProcessorTime;
        do
        {
            before = after;
            await Task.Delay(Settling, cancellation);
            after = sample.Process.ProcessorTime;
        }
        while (after - before > Settling / 50);
    }

    private SampleProcess StartSample(Edition edition) => SampleProcess.Start(edition.Folder, Edition.Service,
    [
        .. edition.Environment,
        new("ConnectionStrings__Sqlite", $"Data Source={Path.Combine(_data.FullName, Guid.NewGuid().ToString("N"))}.db"),
        new("Worker", $"http://127.0.0.1:{sink.WorkerPort}"),
    ]);
}
