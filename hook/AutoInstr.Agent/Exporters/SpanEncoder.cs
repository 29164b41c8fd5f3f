using System.Diagnostics;

namespace AutoInstr.Agent.Exporters;

/// <summary>Turns an ended span into the bytes that an exporter sends. Only one thread at a time uses an encoder.</summary>
/// <remarks>
/// Spans are encoded soon after they end, on the threads that end them. A queue of activities would keep each of them, with all that its
/// tags hold, through a garbage collection or two: the collector then lets the application's heap grow by megabytes.
/// </remarks>
internal abstract class SpanEncoder : IDisposable
{
    /// <summary>A buffer that one large span blew up is not kept.</summary>
    protected const int LargestKeptBuffer = 1024 * 1024;

    /// <summary>Encodes a span.</summary>
    /// <returns>The bytes, which are there until the next call.</returns>
    public abstract ReadOnlySpan<byte> Encode(Activity span);

    /// <summary>Whether a request tells its spans apart by their scope; otherwise they keep the order in which they ended.</summary>
    public virtual bool TellsScopesApart => false;

    /// <summary>Encodes what a request says once of all spans of a source.</summary>
    public virtual byte[] EncodeScope(ActivitySource source) => [];

    /// <inheritdoc/>
    public abstract void Dispose();
}
