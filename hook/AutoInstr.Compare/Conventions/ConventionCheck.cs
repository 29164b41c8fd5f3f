using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Conventions;

/// <summary>Finds where a recording departs from the current semantic conventions.</summary>
internal static class ConventionCheck
{
    private const int FirstClientError = 400;
    private const int FirstServerError = 500;

    private static readonly string[] ResourceRequirements =
        ["service.name", "telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version"];

    /// <summary>Checks every span, instrument and statement that logs, and every service's resource once.</summary>
    /// <returns>By service, name and rule.</returns>
    public static IReadOnlyList<Violation> Of(Recording recording)
    {
        var found = new Dictionary<Violation, int>();
        var services = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in recording.Nodes)
        {
            var span = node.Span;
            var kind = span.Kind.ToString().ToLowerInvariant();
            var violations = Check(span).Select(v => new Violation(v.Rule, v.Message, span.ServiceName, kind, span.Name, 0));
            if (services.Add(span.ServiceName))
            {
                violations = violations.Concat(CheckResource(span.Resource)
                    .Select(v => new Violation(v.Rule, v.Message, span.ServiceName, "resource", "", 0)));
            }
            foreach (var violation in violations.Distinct())
                found[violation] = found.GetValueOrDefault(violation) + 1;
        }
        var instruments = recording.Instruments.SelectMany(static one => ShapeCheck.Of(one)
            .Select(v => new Violation(v.Rule, v.Message, one.Service, "metric", one.Name, 1)));
        var logs = recording.Logs.SelectMany(static log => ShapeCheck.Of(log)
            .Select(v => new Violation(v.Rule, v.Message, log.Service, "log", log.Title, log.Count)));
        return [.. found.Select(static entry => entry.Key with { Count = entry.Value }).Concat(instruments).Concat(logs)
            .OrderBy(static v => v.Service, StringComparer.Ordinal).ThenBy(static v => v.Name, StringComparer.Ordinal)
            .ThenBy(static v => v.Kind, StringComparer.Ordinal).ThenBy(static v => v.Rule)
            .ThenBy(static v => v.Message, StringComparer.Ordinal)];
    }

    private static IEnumerable<(Rule Rule, string Message)> Check(Span span)
    {
        foreach (var violation in CheckAttributes(span.Attributes))
            yield return violation;
        foreach (var violation in CheckEvents(span.Events))
            yield return violation;
        if (SpanConvention.For(span) is not { } convention)
            yield break;
        foreach (var name in convention.Required.Where(name => !SpanConvention.Has(span.Attributes, name)))
            yield return (Rule.Required, $"{name} is missing; a span of the sort {convention.Title} must have it");
        if (convention.Name(span) is { } expected && span.Name != expected)
            yield return (Rule.Name, $"the name should be '{expected}'");
        foreach (var violation in CheckStatus(span))
            yield return violation;
    }

    private static IEnumerable<(Rule Rule, string Message)> CheckAttributes(AttributeMap attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (DeprecatedAttributes.Replacements.ContainsKey(name))
                yield return (Rule.Deprecated, DeprecatedAttributes.Say(name));
            else if (AttributeTypes.ByName.TryGetValue(name, out var type) && AttributeText.TypeOf(value) is var actual && actual != type)
                yield return (Rule.Type, $"{name} is of type {actual}; it should be {type}");
        }
    }

    private static IEnumerable<(Rule Rule, string Message)> CheckEvents(IReadOnlyList<SpanEvent> events)
    {
        foreach (var exception in events.Where(static e => e.Name == "exception"))
        {
            foreach (var violation in CheckAttributes(exception.Attributes))
                yield return violation;
            if (exception.Attributes["exception.type"] is null && exception.Attributes["exception.message"] is null)
                yield return (Rule.Required, "an exception event has neither exception.type nor exception.message");
        }
    }

    private static IEnumerable<(Rule Rule, string Message)> CheckStatus(Span span)
    {
        var isError = span.Status == SpanStatus.Error;
        if ((span.Attributes["http.response.status_code"] ?? span.Attributes["http.status_code"]) is long code)
        {
            var isFailure = code >= (span.Kind == SpanKind.Server ? FirstServerError : FirstClientError);
            if (isFailure && !isError)
                yield return (Rule.Status, $"the status should be ERROR after an answer with {code}");
            // Without an error type it is no other failure than that of the code.
            else if (!isFailure && isError && code >= FirstClientError && span.Attributes["error.type"] is null)
                yield return (Rule.Status, $"the status should not be ERROR: {code} is the client's mistake");
        }
        if (isError && span.Attributes["error.type"] is null)
            yield return (Rule.Required, "error.type is missing on a span with status ERROR");
    }

    private static IEnumerable<(Rule Rule, string Message)> CheckResource(AttributeMap resource)
    {
        foreach (var violation in CheckAttributes(resource))
            yield return violation;
        foreach (var name in ResourceRequirements.Where(name => resource[name] is null))
            yield return (Rule.Required, $"{name} is missing in the resource");
        if (resource["service.name"] is string service && service.StartsWith("unknown_service", StringComparison.Ordinal))
            yield return (Rule.Required, "service.name is not set; the SDK made one up");
    }
}
