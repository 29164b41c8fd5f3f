using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>What a span is about, as the semantic conventions divide them.</summary>
internal enum SpanCategory
{
    /// <summary>Nothing that the span says.</summary>
    Other,
    /// <summary>A request over HTTP.</summary>
    Http,
    /// <summary>A call of a database.</summary>
    Database,
    /// <summary>Sending or receiving messages.</summary>
    Messaging,
    /// <summary>A remote procedure call.</summary>
    Rpc,
}

/// <summary>Tells them apart by their attributes.</summary>
internal static class SpanCategories
{
    private static readonly (string Prefix, SpanCategory Category)[] Prefixes =
    [
        ("db.", SpanCategory.Database), ("messaging.", SpanCategory.Messaging), ("rpc.", SpanCategory.Rpc), ("http.", SpanCategory.Http),
    ];

    /// <summary>The category of a span: the first one that any of its attributes belongs to.</summary>
    public static SpanCategory Of(Span span)
    {
        foreach (var (prefix, category) in Prefixes)
        {
            foreach (var (name, _) in span.Attributes)
            {
                if (name.StartsWith(prefix, StringComparison.Ordinal))
                    return category;
            }
        }
        return SpanCategory.Other;
    }
}
