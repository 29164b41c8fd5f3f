using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Draws when, within its trace, a span ran.</summary>
internal sealed class TimeBar
{
    /// <summary>How many cells a bar has.</summary>
    public const int Width = 14;

    private readonly ulong _start;
    private readonly ulong _length;

    /// <summary>A scale from the first start to the last end of the spans. Clocks that differ between hosts may make a child begin before
    /// its parent; it is drawn where its own clock puts it.</summary>
    /// <param name="spans">The spans of one trace.</param>
    public TimeBar(IReadOnlyList<Span> spans)
    {
        var timed = spans.Where(static span => span.StartTimeUnixNano > 0).ToList();
        if (timed.Count == 0)
            return;
        _start = timed.Min(static span => span.StartTimeUnixNano);
        _length = timed.Max(static span => Math.Max(span.StartTimeUnixNano, span.EndTimeUnixNano)) - _start;
    }

    /// <summary>How long the trace took.</summary>
    public TimeSpan Length => TimeSpan.FromTicks((long)(_length / 100));

    /// <summary>The bar of a span: always <see cref="Width"/> cells.</summary>
    public string Draw(Span span)
    {
        if (span.StartTimeUnixNano < _start || _length == 0)
            return new string(' ', Width);
        var from = Cells(span.StartTimeUnixNano);
        var to = Cells(Math.Max(span.StartTimeUnixNano, span.EndTimeUnixNano));
        var first = Math.Min((int)from, Width - 1);
        var cells = (int)Math.Round(to - from);
        if (cells == 0)
            return new string(' ', first) + "▏" + new string(' ', Width - first - 1);
        first = Math.Min((int)Math.Round(from), Width - cells);
        return new string(' ', first) + new string('█', cells) + new string(' ', Width - first - cells);
    }

    private double Cells(ulong time) => (double)(time - _start) / _length * Width;
}
