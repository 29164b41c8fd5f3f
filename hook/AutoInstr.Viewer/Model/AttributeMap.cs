using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace AutoInstr.Viewer.Model;

/// <summary>Attributes in the order received. Asking for a key that is not there gives <see langword="null"/>.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A map is what the protocol calls it.")]
public sealed class AttributeMap : IReadOnlyCollection<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _items;

    /// <summary>Keeps the given attributes in their order; of a repeated key the last value counts.</summary>
    /// <param name="items">The attributes.</param>
    public AttributeMap(IEnumerable<KeyValuePair<string, object?>> items) => _items = [.. items];

    /// <summary>No attributes.</summary>
    public static AttributeMap Empty { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _items.Length;

    /// <summary>The value of an attribute.</summary>
    /// <param name="key">The attribute's name, compared exactly.</param>
    /// <returns>The value, or <see langword="null"/> when there is no such attribute.</returns>
    public object? this[string key]
    {
        get
        {
            for (var i = _items.Length - 1; i >= 0; i--)
                if (_items[i].Key == key)
                    return _items[i].Value;
            return null;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, object?>>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
