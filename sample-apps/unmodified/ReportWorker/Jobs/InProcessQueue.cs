using TaskData;

namespace ReportWorker.Jobs;

/// <summary>The worker's own queue, for a system without a message broker: jobs are done one after the other, and forgotten when the
/// process ends.</summary>
sealed class InProcessQueue(JobRunner runner, IHostApplicationLifetime lifetime) : IHostedService
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Puts a job behind those that are there.</summary>
    public void Enqueue(ReportJob job)
    {
        lock (_lock)
            _last = RunAfterAsync(_last, job);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await _last.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAfterAsync(Task before, ReportJob job)
    {
        // Yields in any case: who puts a job into the queue does not wait for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        // The job that is being done at the end is done; those behind it are not begun.
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            await runner.RunAsync(job, CancellationToken.None);
    }
}
