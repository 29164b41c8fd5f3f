using System.Text.Json;

namespace AutoInstr.Doctor.Application;

/// <summary>The assemblies that an App.deps.json names, and what they were published for.</summary>
internal static class DepsFile
{
    private const string RuntimePack = "runtimepack.";

    /// <summary>Reads it.</summary>
    /// <param name="json">The content.</param>
    /// <param name="open">Opens a file by its path in the application's folder, or gives <see langword="null"/>.</param>
    /// <exception cref="JsonException">It is not JSON, or not of this form.</exception>
    public static IReadOnlyList<Library> Parse(ReadOnlyMemory<byte> json, Func<string, Func<Stream>?> open)
    {
        using var document = JsonDocument.Parse(json);
        var libraries = new List<Library>();
        if (Target(document.RootElement) is not { } target)
            return libraries;
        foreach (var package in target.EnumerateObject())
        {
            var slash = package.Name.IndexOf('/', StringComparison.Ordinal);
            var name = slash < 0 ? package.Name : package.Name[..slash];
            var isFramework = name.StartsWith(RuntimePack, StringComparison.Ordinal);
            foreach (var (path, file) in Files(package.Value))
            {
                var fileName = Path.GetFileName(path);
                if (!fileName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                    continue;
                libraries.Add(new Library(fileName[..^4])
                {
                    Package = isFramework ? FrameworkName(name) : name,
                    PackageVersion = Framework.ParseVersion(slash < 0 ? null : package.Name[(slash + 1)..]),
                    FileVersion = Framework.ParseVersion(Text(file, "fileVersion")),
                    AssemblyVersion = Framework.ParseVersion(Text(file, "assemblyVersion")),
                    IsOfFramework = isFramework,
                    // Publishing puts what is for every system beside the application, and keeps the folders of the rest.
                    Open = open(path) ?? open(fileName),
                });
            }
        }
        return libraries;
    }

    /// <summary>The runtime identifier that an application was published for, or <see langword="null"/>.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static string? RuntimeIdentifier(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var name = TargetName(document.RootElement) ?? "";
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? null : name[(slash + 1)..];
    }

    private static JsonElement? Target(JsonElement root) =>
        TargetName(root) is { } name && root.TryGetProperty("targets", out var targets) && targets.TryGetProperty(name, out var target)
            ? target : null;

    private static string? TargetName(JsonElement root) =>
        root.TryGetProperty("runtimeTarget", out var target) ? Text(target, "name") : null;

    private static IEnumerable<(string Path, JsonElement File)> Files(JsonElement package)
    {
        if (package.TryGetProperty("runtime", out var files))
        {
            foreach (var file in files.EnumerateObject())
                yield return (file.Name, file.Value);
        }
        if (!package.TryGetProperty("runtimeTargets", out files))
            yield break;
        foreach (var file in files.EnumerateObject())
        {
            if (Text(file.Value, "assetType") == "runtime" && Text(file.Value, "rid") is { } rid &&
                (rid == "unix" || rid.StartsWith("linux", StringComparison.Ordinal)))
                yield return (file.Name, file.Value);
        }
    }

    /// <summary>runtimepack.Microsoft.NETCore.App.Runtime.linux-x64 is Microsoft.NETCore.App.</summary>
    private static string FrameworkName(string pack)
    {
        var name = pack[RuntimePack.Length..];
        var end = name.IndexOf(".Runtime.", StringComparison.Ordinal);
        return end < 0 ? name : name[..end];
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : null;
}
