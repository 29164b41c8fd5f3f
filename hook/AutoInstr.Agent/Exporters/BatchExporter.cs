namespace AutoInstr.Agent.Exporters;

/// <summary>Sends batches of encoded records, from one thread.</summary>
internal abstract class BatchExporter : IDisposable
{
    /// <summary>Sends a batch. May throw, which says why it did not arrive.</summary>
    /// <returns>Whether the batch is out of our hands.</returns>
    public abstract bool Export(EncodedBatch batch);

    /// <summary>Gives up what is still on its way when the time is over.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public virtual void ShutDown(int timeout)
    {
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
