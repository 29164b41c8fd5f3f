using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace AutoInstr.Viewer.Decoding;

/// <summary>Reads recordings: an OTLP JSON request of any signal on each line.</summary>
internal static class OtlpJsonLines
{
    private static readonly (string Field, Func<IMessage> Create)[] Requests =
    [
        ("resourceSpans", static () => new Otlp.ExportTraceServiceRequest()),
        ("resourceMetrics", static () => new Otlp.ExportMetricsServiceRequest()),
        ("resourceLogs", static () => new Otlp.ExportLogsServiceRequest()),
    ];

    /// <summary>Reads one line.</summary>
    /// <returns>A request for each signal in it; most often that is one, and none for an empty object.</returns>
    /// <exception cref="FormatException">It is no OTLP JSON.</exception>
    /// <exception cref="InvalidDataException">It consists of too many messages, see <see cref="MessageBudget"/>.</exception>
    public static IReadOnlyList<DecodedRequest> Read(string line)
    {
        var json = Encoding.UTF8.GetBytes(line.TrimStart('\ufeff'));
        var fields = FieldsOf(json);
        return [.. Requests.Where(request => fields.Contains(request.Field)).Select(request =>
        {
            var message = request.Create();
            OtlpJsonReader.Read(json, message);
            return DecodedRequest.Of(message);
        })];
    }

    /// <summary>Reads a file line by line; empty ones are left out.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="FormatException">A line is not what it should be; the message says which.</exception>
    public static IEnumerable<DecodedRequest> ReadFile(string path) =>
        File.ReadLines(path).Select(static (line, i) => (line, Number: i + 1)).Where(static item => !string.IsNullOrWhiteSpace(item.line))
            .SelectMany(item => Read(item.line, $"{path}, line {item.Number}"));

    private static IReadOnlyList<DecodedRequest> Read(string line, string place)
    {
        try
        {
            return Read(line);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new FormatException($"{place}: no OTLP JSON request ({e.Message})", e);
        }
    }

    /// <summary>The names of the fields of the object at the top.</summary>
    private static HashSet<string> FieldsOf(ReadOnlySpan<byte> json)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = OtlpJsonReader.MaxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException($"it is a {reader.TokenType} instead of an object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                fields.Add(reader.GetString()!);
                reader.Skip();
            }
            if (reader.Read())
                throw new FormatException("there is more than one JSON value");
            return fields;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
