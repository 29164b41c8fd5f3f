using System.Diagnostics;

namespace AutoInstr.Agent.Exporters;

/// <summary>Encoded spans that leave together.</summary>
internal sealed class SpanBatch
{
    // An application that makes sources without end must not make us keep a buffer for each of them.
    private const int MostKeptScopes = 32;

    private readonly Dictionary<(string Name, string? Version), ScopeSpans> _scopes = [];

    // Names need not be hashed for every span: a source is looked up as the object it is.
    private readonly Dictionary<ActivitySource, ScopeSpans> _scopeOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many spans there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they have, without what is said once of a scope.</summary>
    public int Length { get; private set; }

    /// <summary>The spans by scope. A scope may be empty.</summary>
    public IReadOnlyCollection<ScopeSpans> Scopes => _scopes.Values;

    /// <summary>Adds a span.</summary>
    /// <param name="source">Where it is from.</param>
    /// <param name="encoder">Says how its scope is encoded.</param>
    /// <param name="span">The encoded span.</param>
    public void Add(ActivitySource source, SpanEncoder encoder, ReadOnlySpan<byte> span)
    {
        if (!_scopeOf.TryGetValue(source, out var scope))
            _scopeOf.Add(source, scope = Scope(source, encoder));
        scope.Add(span);
        Count++;
        Length += span.Length;
    }

    /// <summary>Empties it for the next spans; usual buffers are kept.</summary>
    public void Clear()
    {
        (Count, Length) = (0, 0);
        if (_scopeOf.Count > MostKeptScopes)
        {
            _scopeOf.Clear();
            _scopes.Clear();
        }
        foreach (var scope in _scopes.Values)
            scope.Clear();
    }

    private ScopeSpans Scope(ActivitySource source, SpanEncoder encoder)
    {
        var key = encoder.TellsScopesApart ? (source.Name, source.Version) : ("", null);
        if (!_scopes.TryGetValue(key, out var scope))
            _scopes.Add(key, scope = new ScopeSpans(encoder.EncodeScope(source)));
        return scope;
    }
}
