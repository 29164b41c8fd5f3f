using AutoInstr.Compare.Differences;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Matching;

/// <summary>Which edition has a span.</summary>
internal enum Presence
{
    /// <summary>Both have it.</summary>
    Both,
    /// <summary>Only the one that is instrumented by hand.</summary>
    OnlyManual,
    /// <summary>Only the one that is not.</summary>
    OnlyAutomatic,
}

/// <summary>A span of the union of two traces.</summary>
/// <param name="Manual">The span of the edition that is instrumented by hand, if it has one.</param>
/// <param name="Automatic">The span of the other one, if it has one.</param>
/// <param name="IsMoved">Whether both have it, below spans that do not match each other.</param>
/// <param name="Differences">What differs between the two.</param>
/// <param name="Children">The spans below it.</param>
internal sealed record MergedSpan(
    Span? Manual, Span? Automatic, bool IsMoved, IReadOnlyList<Difference> Differences, IReadOnlyList<MergedSpan> Children)
{
    /// <summary>Which edition has it.</summary>
    public Presence Presence => (Manual, Automatic) switch
    {
        ({ }, { }) => Presence.Both,
        ({ }, null) => Presence.OnlyManual,
        _ => Presence.OnlyAutomatic,
    };

    /// <summary>The span by which it is named: the automatic one where there is one.</summary>
    public Span Named => Automatic ?? Manual!;

    /// <summary>It and all below it, parents before children, with how deep they are below it.</summary>
    public IEnumerable<(MergedSpan Span, int Depth)> Descend()
    {
        // A stack of its own: how deep the tree is, senders decide.
        var pending = new Stack<(MergedSpan Span, int Depth)>([(this, 0)]);
        while (pending.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Span.Children.Count - 1; i >= 0; i--)
                pending.Push((next.Span.Children[i], next.Depth + 1));
        }
    }
}
