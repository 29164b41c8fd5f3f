namespace AutoInstr.Agent.Resources;

/// <summary><c>os.*</c>: type, and name, version and description from <c>os-release</c>.</summary>
internal sealed class OperatingSystemDetector : ResourceDetector
{
    /// <inheritdoc/>
    public override string Id => "OPERATINGSYSTEM";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        attributes.Add("os.type", Type());
        var path = File.Exists("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release";
        if (File.Exists(path))
            AddRelease(File.ReadAllText(path), attributes);

        attributes.Add("os.version", Environment.OSVersion.Version.ToString());
        attributes.Add("os.description", Environment.OSVersion.VersionString);
    }

    /// <summary>Adds what a distribution says of itself
    /// (https://www.freedesktop.org/software/systemd/man/latest/os-release.html).</summary>
    /// <param name="release">The text of <c>os-release</c>: assignments in the shell's syntax.</param>
    /// <param name="attributes">Takes the attributes.</param>
    public static void AddRelease(string release, ResourceAttributes attributes)
    {
        // Not EnumerateLines: the runtime would have to compile its search for any of many characters.
        var rest = release.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var equals = line.IndexOf('=');
            if (equals < 0)
                continue;
            var attribute = line[..equals].Trim() switch
            {
                "NAME" => "os.name",
                "VERSION_ID" => "os.version",
                "PRETTY_NAME" => "os.description",
                "BUILD_ID" => "os.build_id",
                _ => null,
            };
            if (attribute is not null)
                attributes.Add(attribute, Unquote(line[(equals + 1)..].Trim()));
        }
    }

    private static string Unquote(ReadOnlySpan<char> value)
    {
        if (value.Length < 2 || value[0] is not ('"' or '\'') || value[^1] != value[0])
            return value.ToString();
        return value[0] == '"' ? Unescape(value[1..^1]) : value[1..^1].ToString();
    }

    /// <summary>Takes away the backslash that protects a character within double quotes.</summary>
    private static string Unescape(ReadOnlySpan<char> value)
    {
        Span<char> text = value.Length <= 256 ? stackalloc char[value.Length] : new char[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
                i++;
            text[length++] = value[i];
        }
        return text[..length].ToString();
    }

    private static string? Type() =>
        OperatingSystem.IsLinux() ? "linux"
        : OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsFreeBSD() ? "freebsd"
        : null;
}
