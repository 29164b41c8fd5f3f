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

    /// <summary>Reads a file line by line; empty ones are left out.</summary>
    /// <returns>For each line its valid spans, and how many others there were.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="FormatException">A line is not what it should be; the message says which.</exception>
    public static IEnumerable<(IReadOnlyList<Span> Spans, int Rejected)> ReadFile(string path) =>
        File.ReadLines(path).Select(static (line, i) => (line, Number: i + 1)).Where(static item => !string.IsNullOrWhiteSpace(item.line))
            .Select(item => Read(item.line, $"{path}, line {item.Number}"));

    private static (IReadOnlyList<Span> Spans, int Rejected) Read(string line, string place)
    {
        try
        {
            return Read(line);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new FormatException($"{place}: no OTLP JSON request with spans ({e.Message})", e);
        }
    }
}
