namespace AutoInstr.Agent.Resources;

/// <summary>Finds a container's id in what the kernel shows of control groups and mounts (proc(5)).</summary>
/// <remarks>
/// Understood are the names that Docker, Podman, containerd, CRI-O and Amazon ECS give. In a Kubernetes pod with private control groups
/// (version 2) the mounts show the pod's sandbox and not the container: nothing is better than a wrong id, so nothing is what is found.
/// </remarks>
internal static class ContainerId
{
    private const int Length = 64;
    private const int TaskLength = 32;

    /// <summary>Searches the control groups of a process.</summary>
    /// <param name="lines">Lines of <c>/proc/self/cgroup</c>: <c>number:controllers:path</c>.</param>
    /// <returns>The id, or <see langword="null"/>.</returns>
    public static string? FromControlGroups(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var path = line.IndexOf('/');
            if (path >= 0 && FromPath(line.AsSpan(path)) is { } id)
                return id;
        }
        return null;
    }

    /// <summary>Searches the mounts of a process, for when its control groups are hidden from it.</summary>
    /// <param name="lines">Lines of <c>/proc/self/mountinfo</c>: <c>number parent device root mountpoint ...</c>.</param>
    /// <returns>The id, or <see langword="null"/>.</returns>
    public static string? FromMounts(IEnumerable<string> lines)
    {
        string? own = null, network = null;
        var isPod = false;
        Span<Range> fields = stackalloc Range[6];
        foreach (var line in lines)
        {
            var text = line.AsSpan();
            if (text.Split(fields, ' ') < 6)
                continue;
            var root = text[fields[3]];
            switch (text[fields[4]])
            {
                // Made for the very container.
                case "/run/.containerenv":
                    own ??= FromDirectory(root);
                    break;
                // Made for whatever owns the network, which in a pod is the sandbox.
                case "/etc/hostname" or "/etc/resolv.conf":
                    network ??= FromDirectory(root);
                    break;
                case "/etc/hosts":
                    isPod |= root.Contains("/pods/", StringComparison.Ordinal);
                    network ??= FromDirectory(root);
                    break;
                case var mount when mount.StartsWith("/sys/fs/cgroup", StringComparison.Ordinal):
                    own ??= FromPath(root);
                    break;
            }
        }
        return own ?? (isPod ? null : network);
    }

    /// <summary>The id in the last part of a control group's path that has one: inside a container there may be groups further
    /// down.</summary>
    private static string? FromPath(ReadOnlySpan<char> path)
    {
        while (!path.IsEmpty)
        {
            var slash = path.LastIndexOf('/');
            if (FromName(path[(slash + 1)..]) is { } id)
                return id;
            path = slash > 0 ? path[..slash] : default;
        }
        return null;
    }

    /// <summary>Reads <c>id</c>, <c>runtime-id.scope</c>, <c>slice:runtime:id</c> and <c>task-number</c> (Amazon ECS on Fargate).</summary>
    private static string? FromName(ReadOnlySpan<char> name)
    {
        if (name.EndsWith(".scope", StringComparison.Ordinal))
            name = name[..^".scope".Length];
        var colon = name.LastIndexOf(':');
        if (colon >= 0)
            name = name[(colon + 1)..];

        var dash = name.LastIndexOf('-');
        var id = name[(dash + 1)..];
        if (IsId(id))
            return name.Contains("-conmon-", StringComparison.Ordinal) ? null : id.ToString();
        return dash == TaskLength && IsHex(name[..dash]) && id.Length > 0 && !id.ContainsAnyExceptInRange('0', '9')
            ? name.ToString() : null;
    }

    /// <summary>The id in <c>.../containers/id/...</c> or <c>.../overlay-containers/id/...</c>.</summary>
    private static string? FromDirectory(ReadOnlySpan<char> path)
    {
        const string Marker = "containers/";
        var start = path.LastIndexOf(Marker, StringComparison.Ordinal);
        if (start < 0)
            return null;
        path = path[(start + Marker.Length)..];
        var end = path.IndexOf('/');
        return end >= 0 && IsId(path[..end]) ? path[..end].ToString() : null;
    }

    private static bool IsId(ReadOnlySpan<char> text) => text.Length == Length && IsHex(text);

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigitLower(character))
                return false;
        }
        return true;
    }
}
