using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>A span in its place, and what the comparison finds out about it.</summary>
/// <param name="span">The span.</param>
internal sealed class SpanNode(Span span)
{
    /// <summary>The span.</summary>
    public Span Span { get; } = span;

    /// <summary>The span that it is beneath, or <see langword="null"/> at the top.</summary>
    public SpanNode? Parent { get; private set; }

    /// <summary>The spans beneath it, by their start.</summary>
    public List<SpanNode> Children { get; } = [];

    /// <summary>Whether it has a parent that was not recorded, so that nobody knows where it belongs.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>What makes a match possible at all: the service and the kind.</summary>
    public RoleKey Role { get; } = new(span.ServiceName, span.Kind);

    /// <summary>The role and the name.</summary>
    public NameKey Name { get; } = new(span.ServiceName, span.Kind, span.Name);

    /// <summary>What it is about.</summary>
    public SpanCategory Category { get; } = SpanCategories.Of(span);

    /// <summary>A hash of what the operation was about, whatever the span is called.</summary>
    public ulong Subject { get; } = SpanSubject.Of(span);

    /// <summary>How long after its trace's first root it began, in nanoseconds.</summary>
    public long Offset { get; set; }

    /// <summary>A hash of the roles and names beneath it, in any order.</summary>
    public ulong Shape { get; set; }

    /// <summary>The span of the other edition, once it is found.</summary>
    public SpanNode? Partner { get; private set; }

    /// <summary>Whether it has no partner yet.</summary>
    public bool IsFree => Partner is null;

    /// <summary>The nearest span above it that has a partner: its position. See <see cref="SpanTree.FindAnchors"/>.</summary>
    public SpanNode? Anchor { get; private set; }

    /// <summary>Whether nobody knows its position, because a span above it was not recorded.</summary>
    public bool IsAdrift { get; private set; }

    /// <summary>Whether its partner is beneath another span than this one's counterpart there, both positions being known.</summary>
    public bool IsMoved => Partner is { } other && !IsAdrift && !other.IsAdrift && Anchor?.Partner != other.Anchor;

    /// <summary>Takes the position from the parent, whose own is known.</summary>
    public void FindAnchor()
    {
        Anchor = Parent is null or { Partner: not null } ? Parent : Parent.Anchor;
        IsAdrift = Parent is null ? IsOrphan : Parent.Partner is null && Parent.IsAdrift;
    }

    /// <summary>Puts a span beneath this one.</summary>
    public void Adopt(SpanNode child)
    {
        child.Parent = this;
        Children.Add(child);
    }

    /// <summary>Puts the span at the top: it was its own ancestor.</summary>
    public void BecomeRoot() => (Parent, IsOrphan) = (null, true);

    /// <summary>Makes two spans partners.</summary>
    public static void Match(SpanNode manual, SpanNode automatic) => (manual.Partner, automatic.Partner) = (automatic, manual);
}

/// <summary>A service and a kind.</summary>
internal readonly record struct RoleKey(string Service, SpanKind Kind);

/// <summary>A service, a kind and a span's name.</summary>
internal readonly record struct NameKey(string Service, SpanKind Kind, string Name);
