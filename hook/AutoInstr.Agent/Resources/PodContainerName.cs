namespace AutoInstr.Agent.Resources;

/// <summary>Finds the name of a pod's container, which no field of the downward API has, in what the kernel shows of mounts: the file
/// that a container may leave its last words in comes from <c>.../pods/UID/containers/NAME/ID</c> of the kubelet.</summary>
internal static class PodContainerName
{
    private const string Pods = "/pods/";
    private const string Containers = "/containers/";

    /// <summary>Searches the mounts of a process.</summary>
    /// <param name="lines">Lines of <c>/proc/self/mountinfo</c>: <c>number parent device root mountpoint ...</c>.</param>
    /// <returns>The name, or <see langword="null"/>.</returns>
    public static string? FromMounts(IEnumerable<string> lines)
    {
        Span<Range> fields = stackalloc Range[6];
        foreach (var line in lines)
        {
            var text = line.AsSpan();
            if (text.Split(fields, ' ') >= 5 && FromRoot(text[fields[3]]) is { } name)
                return name;
        }
        return null;
    }

    private static string? FromRoot(ReadOnlySpan<char> root)
    {
        var pods = root.LastIndexOf(Pods, StringComparison.Ordinal);
        if (pods < 0)
            return null;
        // UID/containers/NAME/ID
        var rest = root[(pods + Pods.Length)..];
        var uid = rest.IndexOf('/');
        if (uid <= 0 || !rest[uid..].StartsWith(Containers, StringComparison.Ordinal))
            return null;
        rest = rest[(uid + Containers.Length)..];
        var name = rest.IndexOf('/');
        return name > 0 && rest[(name + 1)..].IndexOf('/') < 0 ? rest[..name].ToString() : null;
    }
}
