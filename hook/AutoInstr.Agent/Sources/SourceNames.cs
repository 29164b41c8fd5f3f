using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Sources;

/// <summary>A set of names of sources or meters, some of which end in a <c>*</c>. Names are compared without case, as the SDK
/// does.</summary>
internal sealed class SourceNames
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _prefixes = [];

    /// <summary>What is in that set is not in this one, so that nobody hears a span twice.</summary>
    public SourceNames? Except { get; init; }

    /// <summary>What is off by these is not in the set; <see langword="null"/> for nothing.</summary>
    public ScopeRules<bool>? Rules { get; init; }

    /// <summary>Adds names.</summary>
    public void Add(IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            if (name.EndsWith('*'))
                _prefixes.Add(name[..^1]);
            else
                _names.Add(name);
        }
    }

    /// <summary>Whether a name is the one, or begins as one that ends in a <c>*</c> does.</summary>
    public static bool Matches(string pattern, string name) => pattern.EndsWith('*')
        ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
        : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a source is in the set.</summary>
    public bool Contains(string name)
    {
        if (Except?.Contains(name) == true || Rules?.Of(name) == false)
            return false;
        if (_names.Contains(name))
            return true;
        foreach (var prefix in _prefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
