using System.Diagnostics;

using AutoInstr.Samples;

namespace AutoInstr.Bench;

/// <summary>Runs the editions in turn, each round beginning with another one, so that what disturbs the machine disturbs all of them
/// alike.</summary>
sealed class Runner(BenchOptions options, SinkProcess sink, Measurements measurements) : IAsyncDisposable
{
    /// <summary>More than the batch processor waits for, so that the spans of a load are sent when its cost is read.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(2 * Edition.ScheduleDelay);

    /// <summary>After the first time the runtime compiles what has been called often, and counts in it; after the second one it compiles
    /// that for good.</summary>
    private const int WarmUps = 2;

    /// <summary>So many requests are enough for the allocations, which hardly vary.</summary>
    private const int CountedRequests = 10_000;

    private readonly IReadOnlyList<Edition> _editions = Edition.All(options, sink.Port);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("autoinstr-bench-");

    /// <summary>Runs every part that was asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (options.Includes("startup"))
        {
            IReadOnlyList<Edition> started = [.. _editions, Edition.Unpatched(options, sink.Port)];
            await RoundsAsync("first response", started, options.Starts, edition => StartAsync(edition, cancellation));
        }
        if (!options.Includes("load"))
            return;
        await using var peer = StartSample(_editions[0], []);
        await peer.WaitUntilHealthyAsync(cancellation);
        await RoundsAsync("load", _editions, options.Runs, edition => LoadAsync(edition, peer.Address, cancellation));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task RoundsAsync(string part, IReadOnlyList<Edition> editions, int rounds, Func<Edition, Task> run)
    {
        for (var round = 0; round < rounds; round++)
        {
            Console.WriteLine($"{part}: round {round + 1} of {rounds}");
            for (var i = 0; i < editions.Count; i++)
                await run(editions[(round + i) % editions.Count]);
        }
    }

    private async Task StartAsync(Edition edition, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var sample = StartSample(edition, []);
        await sample.WaitUntilHealthyAsync(cancellation);
        measurements.Add(edition, Figure.FirstResponse, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        measurements.Add(edition, Figure.FirstResponseCpu, sample.ProcessorTime.TotalMilliseconds);
    }

    private async Task LoadAsync(Edition edition, Uri peer, CancellationToken cancellation)
    {
        await using var sample = await WarmSampleAsync(edition, peer, cancellation);
        var spans = await sink.CountAsync(edition.ServiceName);
        var cpu = sample.ProcessorTime;
        var begin = Stopwatch.GetTimestamp();
        var load = Load.SendAsync(sample.Address, options.Connections, options.Requests, cancellation);
        var memory = await ResidentMemory.DuringAsync(sample.Id, load);
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        await Task.Delay(Settling, cancellation);

        measurements.Add(edition, Figure.CpuPerRequest, (sample.ProcessorTime - cpu).TotalMicroseconds / options.Requests);
        measurements.Add(edition, Figure.Throughput, options.Requests / seconds);
        measurements.Add(edition, Figure.Resident, memory.Mean);
        measurements.Add(edition, Figure.PeakResident, memory.Peak);
        measurements.Add(edition, Figure.Spans, (double)(await sink.CountAsync(edition.ServiceName) - spans) / options.Requests);
        await AllocateAsync(edition, sample, cancellation);
    }

    /// <summary>Counts allocations under a second load, after all else is measured: the counter's session costs time and memory
    /// itself.</summary>
    private async Task AllocateAsync(Edition edition, SampleProcess sample, CancellationToken cancellation)
    {
        await using var counter = new AllocationCounter(sample.Id);
        var before = await counter.CountAsync(cancellation);
        await Load.SendAsync(sample.Address, options.Connections, CountedRequests, cancellation);
        await Task.Delay(Settling, cancellation);
        measurements.Add(edition, Figure.Allocated, (await counter.CountAsync(cancellation) - before) / CountedRequests);
    }

    /// <summary>A started service that has compiled what it needs and has nothing left to send.</summary>
    private async Task<SampleProcess> WarmSampleAsync(Edition edition, Uri peer, CancellationToken cancellation)
    {
        var sample = StartSample(edition, [new("REPORTS_URL", peer.OriginalString)]);
        try
        {
            await sample.WaitUntilHealthyAsync(cancellation);
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
        TimeSpan before, after = sample.ProcessorTime;
        do
        {
            before = after;
            await Task.Delay(Settling, cancellation);
            after = sample.ProcessorTime;
        }
        while (after - before > Settling / 50);
    }

    private SampleProcess StartSample(Edition edition, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var database = Path.Combine(_data.FullName, Guid.NewGuid().ToString("N") + ".db");
        return SampleProcess.Start(
            edition.Folder, [.. edition.Environment, .. settings, new("ConnectionStrings__Tasks", "Data Source=" + database)]);
    }
}
