using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>Writes encoded records to standard output.</summary>
/// <remarks>
/// It writes to the file descriptor and not to <see cref="Console.Out"/>, which the application may have replaced; and a whole line at a
/// time, so that no line of the application ends up inside.
/// </remarks>
/// <param name="output">Where to.</param>
internal sealed class ConsoleExporter(Stream output) : BatchExporter
{
    /// <summary>Where a signal goes.</summary>
    public static ExportTarget Target(Signal signal) => new("console", "standard output") { Signal = signal };

    /// <summary>The way of a signal to standard output.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="createEncoder">Makes what encodes its records, each as a line.</param>
    public static ExportPath<TEncoder> Path<TEncoder>(Signal signal, Func<TEncoder> createEncoder)
        where TEncoder : RecordEncoder => new(
            Target(signal),
            createEncoder,
            static _ => new ConsoleExporter(Console.OpenStandardOutput()));

    /// <inheritdoc/>
    public override bool Export(EncodedBatch batch)
    {
        foreach (var scope in batch.Scopes)
        {
            for (var i = 0; i < scope.Pieces; i++)
                WriteLines(scope.Piece(i));
        }
        output.Flush();
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose() => output.Dispose();

    private void WriteLines(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n') + 1;
            output.Write(lines[..end]);
            lines = lines[end..];
        }
    }
}
