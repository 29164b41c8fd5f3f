namespace AutoInstr.Viewer.Transport;

/// <summary>Leaves signals to the process the receiver runs in; the host's own lifetime would take Ctrl-C for itself.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
