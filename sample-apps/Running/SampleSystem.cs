using System.Diagnostics;

using AutoInstr.Compare.Running;

namespace AutoInstr.Samples;

/// <summary>The sample's three services, running and wired to each other: gateway, tasks-api and report-worker.</summary>
sealed class SampleSystem : IAsyncDisposable
{
    /// <summary>How long a report may take on a machine that has much else to do.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(30);

    private SampleSystem()
    {
    }

    /// <summary>The services' names, in the order in which they are started.</summary>
    public static IReadOnlyList<string> Names { get; } = ["report-worker", "tasks-api", "gateway"];

    /// <summary>What requests are sent to.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The services' processes.</summary>
    public RunningServices Services { get; } = new();

    /// <summary>Starts the services of an edition one after the other, and waits until they answer.</summary>
    /// <param name="edition">The folder that they were published to.</param>
    /// <param name="data">A folder for the database and the reports of a system without servers.</param>
    /// <param name="settings">Variables of every service: the hook's, and where servers are.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Compare.ComparisonException">A service ended before it answered.</exception>
    public static async Task<SampleSystem> StartAsync(
        string edition, string data, IReadOnlyCollection<KeyValuePair<string, string>> settings, CancellationToken cancellation)
    {
        KeyValuePair<string, string> sqlite = new("ConnectionStrings__Sqlite", $"Data Source={Path.Combine(data, "tasks.db")}");
        var system = new SampleSystem();
        try
        {
            var worker = await StartAsync("ReportWorker", Names[0], [sqlite, new("Reports", Path.Combine(data, "reports"))]);
            var tasks = await StartAsync("TasksApi", Names[1], [sqlite, new("Worker", worker.OriginalString)]);
            system.Address = await StartAsync(
                "Gateway", Names[2], [new("ReverseProxy__Clusters__tasks__Destinations__api__Address", tasks.OriginalString)]);
            system.Services.BeginTraffic();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }

        async Task<Uri> StartAsync(string service, string name, IEnumerable<KeyValuePair<string, string>> wiring)
        {
            var started = SampleProcess.Start(edition, service, [new("OTEL_SERVICE_NAME", name), .. settings, .. wiring]);
            await system.Services.AddAsync(started.Process, started.Health, cancellation);
            return started.Address;
        }
    }

    /// <summary>Waits until the worker says that it has made a report, or could not, or has taken too long.</summary>
    public async Task WaitForJobAsync(CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < LongestWork && !Services.Processes.First().Output.Any(IsDone))
            await Task.Delay(10, cancellation);

        static bool IsDone(string line) => line.Contains("Report ", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
