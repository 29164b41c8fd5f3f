using System.Diagnostics;

namespace AutoInstr.Samples;

/// <summary>The sample's three services, running and wired to each other: gateway, tasks-api and report-worker.</summary>
sealed class SampleSystem : IAsyncDisposable
{
    /// <summary>How long a report may take on a machine that has much else to do.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(30);

    private readonly List<SampleProcess> _processes = [];

    private SampleSystem()
    {
    }

    /// <summary>What requests are sent to.</summary>
    public Uri Address => _processes[^1].Address;

    /// <summary>The services' processes: worker, API, gateway.</summary>
    public IReadOnlyList<SampleProcess> Processes => _processes;

    /// <summary>Starts the services of an edition one after the other, and waits until they answer.</summary>
    /// <param name="edition">The folder that they were published to.</param>
    /// <param name="data">A folder for the database and the reports of a system without servers.</param>
    /// <param name="settings">Variables of every service: the hook's, and where servers are.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">A service ended before it answered.</exception>
    public static async Task<SampleSystem> StartAsync(
        string edition, string data, IReadOnlyCollection<KeyValuePair<string, string>> settings, CancellationToken cancellation)
    {
        KeyValuePair<string, string> sqlite = new("ConnectionStrings__Sqlite", $"Data Source={Path.Combine(data, "tasks.db")}");
        var system = new SampleSystem();
        try
        {
            var worker = await StartAsync("ReportWorker", "report-worker", [sqlite, new("Reports", Path.Combine(data, "reports"))]);
            var tasks = await StartAsync("TasksApi", "tasks-api", [sqlite, new("Worker", worker.OriginalString)]);
            await StartAsync(
                "Gateway", "gateway", [new("ReverseProxy__Clusters__tasks__Destinations__api__Address", tasks.OriginalString)]);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }

        async Task<Uri> StartAsync(string service, string name, IEnumerable<KeyValuePair<string, string>> wiring)
        {
            var process = SampleProcess.Start(edition, service, [new("OTEL_SERVICE_NAME", name), .. settings, .. wiring]);
            system._processes.Add(process);
            await process.WaitUntilHealthyAsync(cancellation);
            return process.Address;
        }
    }

    /// <summary>Waits until the worker says that it has made a report, or could not, or has taken too long.</summary>
    public async Task WaitForJobAsync(CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < LongestWork && !_processes[0].Output.Any(IsDone))
            await Task.Delay(10, cancellation);

        static bool IsDone(string line) => line.Contains("Report ", StringComparison.Ordinal);
    }

    /// <summary>Ends the services with SIGTERM, the one that requests come to first, and waits for them.</summary>
    public async Task StopAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
    }
}
