namespace AutoInstr.Compare.Recordings;

/// <summary>64-bit hashes, the same in every run.</summary>
internal static class Fingerprint
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Hashes a text (FNV-1a), after what was hashed before.</summary>
    public static ulong Of(string text, ulong before = Basis)
    {
        foreach (var character in text)
            before = unchecked((before ^ character) * Prime);
        return unchecked((before ^ char.MaxValue) * Prime);
    }

    /// <summary>Hashes a role with a name.</summary>
    public static ulong Of(NameKey key) => Of(key.Name, Of(key.Service, unchecked(Basis + (ulong)key.Kind)));

    /// <summary>Joins two hashes so that their order matters (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong first, ulong second)
    {
        unchecked
        {
            var mixed = (first * Prime) + second + 0x9e3779b97f4a7c15;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return mixed ^ (mixed >> 31);
        }
    }
}
