namespace AutoInstr.Compare.Running;

/// <summary>The services of one edition while they run, and what they use.</summary>
internal sealed class RunningServices : IAsyncDisposable
{
    private readonly List<(ServiceProcess Process, double StartMilliseconds)> _services = [];
    private List<TimeSpan> _before = [];

    /// <summary>Their processes, in the order in which they were started.</summary>
    public IEnumerable<ServiceProcess> Processes => _services.Select(static service => service.Process);

    /// <summary>Takes a service that was just started, and waits until it is healthy.</summary>
    /// <param name="process">The service.</param>
    /// <param name="health">The URL that answers with success once it is ready.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="ComparisonException">It ended, or took too long.</exception>
    public async Task AddAsync(ServiceProcess process, string health, CancellationToken stop)
    {
        _services.Add((process, 0));
        // A request to see whether it is ready is no part of what is compared.
        _services[^1] = (process, await process.WaitUntilHealthyAsync(health, isRecorded: false, stop).ConfigureAwait(false));
    }

    /// <summary>Notes that the traffic begins.</summary>
    public void BeginTraffic() => _before = [.. Processes.Select(static process => process.ProcessorTime)];

    /// <summary>What each has used since then.</summary>
    /// <exception cref="ComparisonException">One has ended.</exception>
    public IReadOnlyList<Usage> Measure()
    {
        foreach (var process in Processes)
            process.EnsureRunning();
        return [.. _services.Zip(_before, static (service, before) => new Usage(
            service.StartMilliseconds, (service.Process.ProcessorTime - before).TotalMilliseconds, service.Process.MemoryBytes))];
    }

    /// <summary>Asks them to end and waits for it, the one that was started last first: it asks the others.</summary>
    public async Task StopAsync()
    {
        foreach (var process in Processes.Reverse())
            await process.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes.Reverse())
            await process.DisposeAsync().ConfigureAwait(false);
    }
}
