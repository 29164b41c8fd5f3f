using System.Text;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Reads recordings: an OTLP JSON request on each line.</summary>
internal static class OtlpJsonLines
{
    /// <summary>Reads the spans of one line.</summary>
    /// <returns>The valid spans, and how many others there were.</returns>
    /// <exception cref="FormatException">It is no OTLP JSON.</exception>
    /// <exception cref="InvalidDataException">It consists of too many messages, see <see cref="MessageBudget"/>.</exception>
    public static (IReadOnlyList<Span> Spans, int Rejected) Read(string line)
    {
        var request = new Otlp.ExportTraceServiceRequest();
        OtlpJsonReader.Read(Encoding.UTF8.GetBytes(line), request);
        return SpanDecoder.Decode(request);
    }
}
