namespace AutoInstr.Agent.Exporters;

/// <summary>Encoded records of one signal that leave together.</summary>
internal sealed class EncodedBatch
{
    // An application that makes sources without end must not make us keep a buffer for each of them.
    private const int MostKeptScopes = 32;

    private readonly Dictionary<(string Name, string? Version), ScopeRecords> _scopes = [];

    // Names need not be hashed for every record: a scope is looked up as the object it is.
    private readonly Dictionary<object, ScopeRecords> _scopeOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they have, without what is said once of a scope.</summary>
    public int Length { get; private set; }

    /// <summary>The records by scope. A scope may be empty.</summary>
    public IReadOnlyCollection<ScopeRecords> Scopes => _scopes.Values;

    /// <summary>Adds a record.</summary>
    /// <param name="scope">Where it is from.</param>
    /// <param name="encoder">Says how its scope is encoded.</param>
    /// <param name="record">The encoded record.</param>
    public void Add(in RecordScope scope, RecordEncoder encoder, ReadOnlySpan<byte> record)
    {
        if (!_scopeOf.TryGetValue(scope.Key, out var records))
            _scopeOf.Add(scope.Key, records = Records(in scope, encoder));
        records.Add(record);
        Count++;
        Length += record.Length;
    }

    /// <summary>Empties it for the next records; usual buffers are kept.</summary>
    public void Clear()
    {
        (Count, Length) = (0, 0);
        if (_scopeOf.Count > MostKeptScopes)
        {
            _scopeOf.Clear();
            _scopes.Clear();
        }
        foreach (var records in _scopes.Values)
            records.Clear();
    }

    private ScopeRecords Records(in RecordScope scope, RecordEncoder encoder)
    {
        var key = encoder.TellsScopesApart ? (scope.Name, scope.Version) : ("", null);
        if (!_scopes.TryGetValue(key, out var records))
            _scopes.Add(key, records = new ScopeRecords(encoder.EncodeScope(in scope)));
        return records;
    }
}
