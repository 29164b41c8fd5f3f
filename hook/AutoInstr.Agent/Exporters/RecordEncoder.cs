namespace AutoInstr.Agent.Exporters;

/// <summary>Turns what is exported into the bytes that an exporter sends. Only one thread at a time uses an encoder.</summary>
/// <remarks>
/// Spans and log records are encoded soon, on the threads that make them. A queue of them would keep each, with all that it holds, through
/// a garbage collection or two: the collector then lets the application's heap grow by megabytes.
/// </remarks>
internal abstract class RecordEncoder : IDisposable
{
    /// <summary>A buffer that one large record blew up is not kept.</summary>
    internal const int LargestKeptBuffer = 1024 * 1024;

    /// <summary>Whether a request tells its records apart by their scope; otherwise they keep the order in which they ended.</summary>
    public virtual bool TellsScopesApart => false;

    /// <summary>Encodes what a request says once of all records of a scope.</summary>
    public virtual byte[] EncodeScope(in RecordScope scope) => [];

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The instrumentation scope of a record.</summary>
/// <param name="Key">The same object for the same scope, most often: a source, or a name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal readonly record struct RecordScope(object Key, string Name, string? Version);
