using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>Writes encoded spans to standard output.</summary>
/// <remarks>
/// It writes to the file descriptor and not to <see cref="Console.Out"/>, which the application may have replaced; and a whole line at a
/// time, so that no line of the application ends up inside.
/// </remarks>
/// <param name="output">Where to.</param>
internal sealed class ConsoleSpanExporter(Stream output) : SpanExporter
{
    /// <summary>The way of spans to standard output.</summary>
    /// <param name="limits">The limits on a span.</param>
    /// <param name="resource">What all spans belong to.</param>
    public static ExportPath Path(LimitSettings limits, Resource resource) => new(
        new ExportTarget("console", "standard output"),
        () => new ConsoleSpanEncoder(limits, resource),
        static _ => new ConsoleSpanExporter(Console.OpenStandardOutput()));

    /// <inheritdoc/>
    public override bool Export(SpanBatch batch)
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
