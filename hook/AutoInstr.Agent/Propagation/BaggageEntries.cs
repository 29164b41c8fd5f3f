using System.Buffers;

namespace AutoInstr.Agent.Propagation;

/// <summary>Baggage while it is read: each key once, within the limits of W3C baggage.</summary>
internal struct BaggageEntries
{
    /// <summary>How many entries are kept (https://www.w3.org/TR/baggage/#limits).</summary>
    public const int MaxCount = 64;

    /// <summary>How many characters names and values may have together (https://www.w3.org/TR/baggage/#limits).</summary>
    public const int MaxLength = 8192;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private List<KeyValuePair<string, string?>>? _entries;
    private int _length;

    /// <summary>Whether a key can be the name of a field: a token of RFC 9110.</summary>
    public static bool IsToken(ReadOnlySpan<char> key) => !key.IsEmpty && !key.ContainsAnyExcept(TokenCharacters);

    /// <summary>Takes an entry, in place of an earlier one with the same key. What exceeds the limits is left out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, decoded.</param>
    /// <returns>Whether another entry could still be taken.</returns>
    public bool Add(string key, string value)
    {
        _entries ??= [];
        var index = IndexOf(key);
        var added = key.Length + value.Length - (index < 0 ? 0 : key.Length + _entries[index].Value!.Length);
        if (_length + added <= MaxLength)
        {
            if (index >= 0)
                _entries[index] = new(key, value);
            else if (_entries.Count < MaxCount)
                _entries.Add(new(key, value));
            else
                return false;
            _length += added;
        }
        return _entries.Count < MaxCount;
    }

    /// <summary>The entries, last to first.</summary>
    /// <returns>The entries, or <see langword="null"/> when there are none.</returns>
    public readonly IReadOnlyList<KeyValuePair<string, string?>>? Reversed()
    {
        if (_entries is not { Count: > 0 })
            return null;
        _entries.Reverse();
        return _entries;
    }

    private readonly int IndexOf(string key)
    {
        for (var i = 0; i < _entries!.Count; i++)
        {
            if (_entries[i].Key == key)
                return i;
        }
        return -1;
    }
}
