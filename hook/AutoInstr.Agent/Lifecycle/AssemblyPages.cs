using System.Globalization;
using System.Runtime.InteropServices;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>The pages of the kit's assemblies that are in the process's memory.</summary>
/// <remarks>
/// The runtime maps an assembly twice, and the kernel more of it than is read. Once an application runs, what is called often has been
/// compiled anew, and hardly one of those pages is read again: of 5.5 MB, 0.2 under load. One that is comes back from the page cache.
/// </remarks>
internal static class AssemblyPages
{
    /// <summary>MADV_DONTNEED of https://man7.org/linux/man-pages/man2/madvise.2.html.</summary>
    private const int DoNotNeed = 4;

    /// <summary>Gives them back to the system.</summary>
    public static void Return()
    {
        // As the kernel names it, whatever links led there.
        var agent = $"/agent/{Path.GetFileName(Path.GetDirectoryName(typeof(AssemblyPages).Assembly.Location))}/AutoInstr.Agent.dll";
        foreach (var (address, length) in Unneeded(File.ReadLines("/proc/self/smaps"), agent))
            _ = madvise(address, length, DoNotNeed);
    }

    /// <summary>Finds mappings of the kit's assemblies whose pages are what is in the file: that may not be written, and of which the
    /// process has no copy.</summary>
    /// <param name="mappings">The lines of /proc/self/smaps:
    /// https://www.kernel.org/doc/html/latest/filesystems/proc.html.</param>
    /// <param name="agent">How the path of the agent's own assembly ends, below the folder of the kit.</param>
    /// <returns>Address and length of each.</returns>
    internal static List<(nint Address, nuint Length)> Unneeded(IEnumerable<string> mappings, string agent)
    {
        var found = new List<(string Path, nint Address, nuint Length)>();
        string? kit = null;
        (string Path, nint Address, nuint Length)? current = null;
        foreach (var line in mappings)
        {
            if (Mapping(line) is { } mapping)
            {
                current = mapping.IsFixed ? (mapping.Path, mapping.Address, mapping.Length) : null;
                if (mapping.Path.EndsWith(agent, StringComparison.Ordinal))
                    kit = mapping.Path[..^agent.Length];
            }
            else if (current is { } candidate && line.StartsWith("Anonymous:", StringComparison.Ordinal) && IsZero(line))
                found.Add(candidate);
        }
        return
        [
            .. found.Where(mapping => kit != null && mapping.Path.StartsWith(kit, StringComparison.Ordinal))
                .Select(static mapping => (mapping.Address, mapping.Length)),
        ];
    }

    /// <summary>What the first line of a mapping says, such as <c>7f0c-7f0d r-xp 00000000 fe:01 42    /path</c>.</summary>
    private static (string Path, nint Address, nuint Length, bool IsFixed)? Mapping(string line)
    {
        var (dash, path) = (line.IndexOf('-', StringComparison.Ordinal), line.IndexOf('/', StringComparison.Ordinal));
        if (dash < 1 || path < 0 || !line.EndsWith(".dll", StringComparison.Ordinal) || !TryParse(line.AsSpan(0, dash), out var start))
            return null;
        var space = line.IndexOf(' ', dash);
        return space > dash && space < path && TryParse(line.AsSpan(dash + 1, space - dash - 1), out var end)
            ? (line[path..], (nint)start, (nuint)(end - start), line[space + 2] == '-')
            : null;
    }

    private static bool TryParse(ReadOnlySpan<char> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static bool IsZero(string line) => line.AsSpan("Anonymous:".Length).Trim().SequenceEqual("0 kB");

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int madvise(nint address, nuint length, int advice);
}
