using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Resources;

/// <summary>Attributes of the resource while they are collected: the first value of a key stays.</summary>
internal sealed class ResourceAttributes
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>What was collected, in the order it came in.</summary>
    public IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>Whether there is an attribute of this name.</summary>
    public bool Contains(string key) => _values.ContainsKey(key);

    /// <summary>Adds a text, unless it is empty or the key is there already.</summary>
    public void Add(string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _values.TryAdd(key, value);
    }

    /// <summary>Adds a value of any type that an attribute can have, unless the key is there already.</summary>
    public void Add(string key, object value) => _values.TryAdd(key, value);

    /// <summary>Adds what a detector knows, as far as it is wanted.</summary>
    public void AddFrom(ResourceDetector detector, IncludeExclude wanted)
    {
        // What is there already is there for the detector too: some look for it.
        var found = new ResourceAttributes();
        foreach (var (key, value) in _values)
            found._values.Add(key, value);
        detector.Detect(found);
        foreach (var (key, value) in found._values)
        {
            if (wanted.Contains(key))
                _values.TryAdd(key, value);
        }
    }

    /// <summary>Adds a number, unless the key is there already.</summary>
    public void Add(string key, long value) => _values.TryAdd(key, value);
}
