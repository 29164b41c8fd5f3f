using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Conventions;

/// <summary>What the semantic conventions ask of one sort of spans.</summary>
/// <param name="Title">What the sort is called.</param>
/// <param name="Kinds">The kinds that such a span may have.</param>
/// <param name="Marks">Any of these attributes, under its current name or a former one, makes a span one of the sort.</param>
/// <param name="Required">The attributes that it must have.</param>
/// <param name="Name">What the span's name should be, or <see langword="null"/> when the attributes do not say.</param>
internal sealed record SpanConvention(
    string Title, IReadOnlyList<SpanKind> Kinds, IReadOnlyList<string> Marks, IReadOnlyList<string> Required, Func<Span, string?> Name)
{
    /// <summary>All of them; the first one that fits counts.</summary>
    public static readonly IReadOnlyList<SpanConvention> All =
    [
        new("RPC", [SpanKind.Client, SpanKind.Server], ["rpc.system.name"], ["rpc.system.name", "rpc.method"],
            static span => Text(span, "rpc.method")),
        new("messaging", [SpanKind.Producer, SpanKind.Consumer, SpanKind.Client], ["messaging.system"],
            ["messaging.system", "messaging.operation.name"], MessagingName),
        new("database", [SpanKind.Client, SpanKind.Internal], ["db.system.name"], ["db.system.name"], DatabaseName),
        new("HTTP server", [SpanKind.Server], ["http.request.method"], ["http.request.method", "url.path", "url.scheme"],
            static span => Join(Method(span), Text(span, "http.route"))),
        new("HTTP client", [SpanKind.Client], ["http.request.method"],
            ["http.request.method", "server.address", "server.port", "url.full"],
            static span => Join(Method(span), Text(span, "url.template"))),
    ];

    /// <summary>The one that a span falls under.</summary>
    public static SpanConvention? For(Span span) => All.FirstOrDefault(convention =>
        convention.Kinds.Contains(span.Kind) && convention.Marks.Any(mark => Has(span.Attributes, mark)));

    /// <summary>Whether an attribute is there, under whichever name: a former name is a violation of its own.</summary>
    public static bool Has(AttributeMap attributes, string name) =>
        attributes[name] is not null || DeprecatedAttributes.FormerNamesOf(name).Any(former => attributes[former] is not null);

    private static string? Text(Span span, string name) => span.Attributes[name] as string;

    private static string? Method(Span span) => Text(span, "http.request.method") is "_OTHER" ? "HTTP" : Text(span, "http.request.method");

    private static string? MessagingName(Span span) =>
        Join(Text(span, "messaging.operation.name"),
            Text(span, "messaging.destination.template") ?? Text(span, "messaging.destination.name"));

    /// <summary>Whether an operation is one on the namespace, which is the name's target then, the attributes do not say.</summary>
    private static string? DatabaseName(Span span)
    {
        if (Text(span, "db.query.summary") is { } summary)
            return summary;
        var target = Text(span, "db.collection.name") ?? Text(span, "db.stored_procedure.name");
        return target is null ? null : Join(Text(span, "db.operation.name"), target);
    }

    private static string? Join(string? first, string? second) => first is null ? null : second is null ? first : $"{first} {second}";
}
