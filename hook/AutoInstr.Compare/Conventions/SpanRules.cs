using AutoInstr.Compare.Matching;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Conventions;

/// <summary>What the conventions ask of spans of each category.</summary>
internal static class SpanRules
{
    private static readonly (SpanCategory Category, SpanKind[] Kinds, string[] Required)[] Required =
    [
        // https://opentelemetry.io/docs/specs/semconv/http/http-spans/
        (SpanCategory.Http, [SpanKind.Client], ["http.request.method", "server.address", "server.port", "url.full"]),
        (SpanCategory.Http, [SpanKind.Server], ["http.request.method", "url.path", "url.scheme"]),
        // https://opentelemetry.io/docs/specs/semconv/database/database-spans/
        (SpanCategory.Database, [SpanKind.Client, SpanKind.Internal], ["db.system.name"]),
        // https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
        (SpanCategory.Messaging, [SpanKind.Producer, SpanKind.Consumer, SpanKind.Client], ["messaging.system", "messaging.operation.name"]),
        // https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/
        (SpanCategory.Rpc, [SpanKind.Client, SpanKind.Server], ["rpc.system.name"]),
    ];

    /// <summary>What is wrong with a span.</summary>
    public static IEnumerable<string> Check(Span span)
    {
        var category = SpanCategories.Of(span);
        return
        [
            .. CheckRequired(span, category), .. CheckName(span, category), .. CheckStatus(span, category),
            .. span.Events.SelectMany(CheckEvent),
        ];
    }

    private static IEnumerable<string> CheckRequired(Span span, SpanCategory category)
    {
        var rows = Required.Where(row => row.Category == category).ToList();
        if (rows.Count > 0 && !rows.Exists(row => row.Kinds.Contains(span.Kind)))
            yield return $"a span of this kind has no place in the conventions for {category}";
        foreach (var name in rows.Where(row => row.Kinds.Contains(span.Kind)).SelectMany(static row => row.Required))
        {
            // An old name is told as that.
            var isThere = span.Attributes[name] is not null ||
                RenamedAttributes.Current.Any(old => old.Value == name && span.Attributes[old.Key] is not null);
            if (!isThere)
                yield return $"{name} is required and missing";
        }
    }

    private static IEnumerable<string> CheckName(Span span, SpanCategory category)
    {
        var expected = category switch
        {
            SpanCategory.Http when span.Attributes["http.request.method"] is string method => HttpName(span, method),
            SpanCategory.Database => span.Attributes["db.query.summary"] as string,
            _ => null,
        };
        if (expected is not null && span.Name != expected && !(category == SpanCategory.Http && span.Kind == SpanKind.Client))
            yield return $"the name should be \"{expected}\"";
    }

    /// <summary>The method and the route, if there is one.</summary>
    private static string HttpName(Span span, string method)
    {
        var verb = method == "_OTHER" ? "HTTP" : method;
        return span.Attributes["http.route"] is string { Length: > 0 } route ? $"{verb} {route}" : verb;
    }

    private static IEnumerable<string> CheckStatus(Span span, SpanCategory category)
    {
        if (category == SpanCategory.Http && span.Attributes["http.response.status_code"] is long code)
        {
            if (code >= 500 && span.Status != SpanStatus.Error)
                yield return "an answer of 500 or more is an error";
            if (code is >= 400 and < 500 && span.Kind == SpanKind.Client && span.Status != SpanStatus.Error)
                yield return "an answer of 400 or more is an error on the client's side";
            if (code is >= 400 and < 500 && span.Kind == SpanKind.Server && span.Status == SpanStatus.Error)
                yield return "an answer of 400 to 499 is no error on the server's side";
        }
        // https://opentelemetry.io/docs/specs/semconv/general/recording-errors/
        if (span.Status == SpanStatus.Error && category != SpanCategory.Other && span.Attributes["error.type"] is null)
            yield return "error.type is required on a span that failed, and missing";
    }

    /// <summary>https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/.</summary>
    private static IEnumerable<string> CheckEvent(SpanEvent item)
    {
        if (item.Name == "exception" && item.Attributes["exception.type"] is null && item.Attributes["exception.message"] is null)
            yield return "an exception event needs exception.type or exception.message";
    }
}
