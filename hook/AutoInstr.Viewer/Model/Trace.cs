namespace AutoInstr.Viewer.Model;

/// <summary>The spans received so far that have one trace id.</summary>
/// <param name="Id">The trace's id: 32 lower-case hexadecimal digits.</param>
/// <param name="Spans">Its spans, in the order received; never empty.</param>
public sealed record Trace(string Id, IReadOnlyList<Span> Spans)
{
    /// <summary>The first span received that has no parent, or <see langword="null"/> when none has come.</summary>
    public Span? Root => Spans.FirstOrDefault(static span => span.ParentSpanId.Length == 0);

    /// <summary>Whether a root has come, and with every span its parent.</summary>
    public bool IsComplete
    {
        get
        {
            var ids = new HashSet<string>(Spans.Count, StringComparer.Ordinal);
            foreach (var span in Spans)
                ids.Add(span.SpanId);
            return Root is not null && Spans.All(span => span.ParentSpanId.Length == 0 || ids.Contains(span.ParentSpanId));
        }
    }
}
