using System.Globalization;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Picks the attributes that matter to a reader, and says them in few words.</summary>
/// <param name="keys">The attributes to show, in order. Those of <see cref="DefaultKeys"/> are shown by their value alone, others as
/// <c>key=value</c>.</param>
internal sealed class SpanDetails(IReadOnlyList<string> keys)
{
    private const int MaxValueLength = 400;
    private const string StatusCode = "http.response.status_code";
    private const string ServerAddress = "server.address";
    private const string ErrorType = "error.type";

    /// <summary>The attributes shown unless others are asked for, under their current names in the semantic conventions.</summary>
    public static IReadOnlyList<string> DefaultKeys { get; } =
    [
        StatusCode, "http.request.method", "http.route", "url.full", "url.path",
        "rpc.system.name", "rpc.method", "rpc.response.status_code",
        "db.system.name", "messaging.system", ServerAddress,
        "db.namespace", "db.operation.name", "db.collection.name", "db.query.text",
        "messaging.operation.name", "messaging.destination.name",
        ErrorType,
    ];

    /// <summary>What to say of a span, without what its name or an earlier detail says already.</summary>
    public IReadOnlyList<string> Of(Span span)
    {
        var details = new List<string>();
        var error = ErrorOf(span);
        foreach (var key in keys)
        {
            var value = Value(span, key);
            if (value.Length == 0)
                continue;
            if (!DefaultKeys.Contains(key))
                details.Add($"{TerminalText.Sanitize(key)}={value}");
            else if (key == StatusCode || !IsSaid(value, span.Name, details, error))
                details.Add(value);
        }
        foreach (var link in span.Links.Take(3))
            details.Add(link.TraceId == span.TraceId ? $"link {link.SpanId}" : $"link {link.TraceId[..8]}…");
        return details;
    }

    /// <summary>What went wrong: the last exception's type and message, else the status' description; empty when nothing is said.</summary>
    public static string ErrorOf(Span span)
    {
        var exception = span.Events.LastOrDefault(static e => e.Name == "exception")?.Attributes;
        if (exception is null)
            return TerminalText.Sanitize(span.StatusMessage);
        var type = Text(exception["exception.type"]);
        var message = Text(exception["exception.message"]);
        return type.Length == 0 || message.Length == 0 ? type + message : $"{type}: {message}";
    }

    private static string Value(Span span, string key)
    {
        var value = Text(span.Attributes[key]);
        if (key != ServerAddress || value.Length == 0)
            return value;
        // The address of a server says something to those that call it; the server itself knows.
        if (span.Kind is not (SpanKind.Client or SpanKind.Producer))
            return "";
        return span.Attributes["server.port"] is long port ? $"{value}:{port}" : value;
    }

    private static bool IsSaid(string value, string name, List<string> details, string error) =>
        name.Contains(value, StringComparison.Ordinal)
        || error.Contains(value, StringComparison.Ordinal)
        || details.Exists(detail => detail.Contains(value, StringComparison.Ordinal));

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => TerminalText.Sanitize(text, MaxValueLength),
        bool flag => flag ? "true" : "false",
        byte[] bytes => $"({bytes.Length} bytes)",
        object?[] array => Join(array.Select(Text), '[', ']'),
        AttributeMap map => Join(map.Select(static item => $"{TerminalText.Sanitize(item.Key)}={Text(item.Value)}"), '{', '}'),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Join(IEnumerable<string> parts, char open, char close)
    {
        const int Shown = 20;
        return TerminalText.Sanitize($"{open}{string.Join(", ", parts.Take(Shown))}{close}", MaxValueLength);
    }
}
