using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>Which log records are wanted.</summary>
internal sealed record LogFilter
{
    /// <summary>The service that wrote it.</summary>
    public string? Service { get; init; }

    /// <summary>How severe it must be at least.</summary>
    public LogSeverity Least { get; init; }

    /// <summary>The trace that it must belong to.</summary>
    public string? Trace { get; init; }

    /// <summary>The span that it must belong to.</summary>
    public string? Span { get; init; }

    /// <summary>What it must have in its message, as its logger's name, or as an attribute.</summary>
    public TextSearch? Text { get; init; }

    /// <summary>Reads it from the query of an address: <c>service</c>, <c>severity</c> (trace, debug, info, warn, error or fatal),
    /// <c>trace</c>, <c>span</c>, <c>q</c>.</summary>
    /// <exception cref="FormatException">A value is wrong; the message names it.</exception>
    public static LogFilter Of(IQueryCollection query) => new()
    {
        Service = TraceFilter.Value(query, "service"),
        Least = TraceFilter.Value(query, "severity") is not { } text ? LogSeverity.Unspecified
            : Enum.TryParse<LogSeverity>(text, ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity
            : throw new FormatException($"severity '{text}' is none of trace, debug, info, warn, error, fatal"),
        Trace = TraceFilter.Value(query, "trace"),
        Span = TraceFilter.Value(query, "span"),
        Text = TextSearch.Of(TraceFilter.Value(query, "q")),
    };

    /// <summary>Whether a record is wanted.</summary>
    public bool Matches(LogRecord record) =>
        record.Severity >= Least &&
        (Service is null || record.ServiceName == Service) &&
        (Trace is null || record.TraceId.Equals(Trace, StringComparison.OrdinalIgnoreCase)) &&
        (Span is null || record.SpanId.Equals(Span, StringComparison.OrdinalIgnoreCase)) &&
        (Text is null || Text.IsIn(record.Message, record.Attributes, record.Resource) ||
            record.ScopeName.Contains(Text.Text, StringComparison.OrdinalIgnoreCase));
}
