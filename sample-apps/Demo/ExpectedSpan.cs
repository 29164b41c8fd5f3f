using System.Globalization;

using AutoInstr.Viewer.Model;

namespace AutoInstr.Demo;

/// <summary>A span that must arrive, and those below it.</summary>
/// <param name="Service">The service that makes it.</param>
/// <param name="Kind">Its role.</param>
/// <param name="Name">Its name.</param>
/// <param name="StatusCode">Its <c>http.response.status_code</c>; <see langword="null"/> for one that is not of HTTP.</param>
/// <param name="Below">The spans that have it for a parent.</param>
sealed record ExpectedSpan(string Service, SpanKind Kind, string Name, int? StatusCode, params ExpectedSpan[] Below)
{
    /// <summary>Whether it fails: it has the status Error and an <c>error.type</c> then, and neither of them else.</summary>
    public bool Fails { get; init; }

    /// <summary>Whether a span is the expected one.</summary>
    public bool Matches(Span span) =>
        span.ServiceName == Service && span.Kind == Kind && span.Name == Name &&
        span.Attributes["http.response.status_code"] as long? == StatusCode &&
        span.Attributes["error.type"] is string == Fails && span.Status == SpanStatus.Error == Fails;

    /// <summary>The expected spans below a span that are not among a trace's.</summary>
    /// <param name="found">The span that is this one.</param>
    /// <param name="trace">All spans of the trace.</param>
    public IEnumerable<ExpectedSpan> MissingBelow(Span found, IReadOnlyCollection<Span> trace) => Below.SelectMany(expected =>
        trace.FirstOrDefault(span => span.ParentSpanId == found.SpanId && expected.Matches(span)) is { } child
            ? expected.MissingBelow(child, trace)
            : [expected]);

    /// <summary>The span in a few words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} span \"{Name}\" of {Service}{(StatusCode is { } code ? $" with status code {code}" : "")}{(Fails ? " that fails" : "")}");
}
