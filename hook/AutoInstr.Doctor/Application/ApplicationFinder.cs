using System.Text.Json;
using AutoInstr.Cli;

namespace AutoInstr.Doctor.Application;

/// <summary>Finds an application and reads what its files say of it.</summary>
internal static class ApplicationFinder
{
    private const string ConfigEnding = ".runtimeconfig.json";
    private const string DepsEnding = ".deps.json";
    private const string Command = "doctor";

    /// <summary>Finds it.</summary>
    /// <param name="path">A folder, an assembly or a program.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static DotnetApplication Find(string path)
    {
        try
        {
            return Directory.Exists(path) ? InFolder(path) : File.Exists(path) ? OfFile(path)
                : throw new UsageException($"there is no file or folder {path}", Command);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UsageException($"{path} cannot be read ({exception.Message})", Command);
        }
    }

    private static DotnetApplication InFolder(string folder)
    {
        var configs = Directory.GetFiles(folder, "*" + ConfigEnding);
        if (configs.Length == 1)
            return InFiles(folder, Path.GetFileName(configs[0])[..^ConfigEnding.Length]);
        if (configs.Length > 1)
            throw Several(folder, configs.Select(config => config[..^ConfigEnding.Length] + ".dll"));

        var bundles = Directory.GetFiles(folder).Where(file => SingleFileBundle.TryOpen(file) is not null).ToArray();
        return bundles.Length switch
        {
            1 => OfFile(bundles[0]),
            0 => throw new UsageException(
                $"there is no .NET application in {folder}: neither a {ConfigEnding[1..]} nor a program published as a single file",
                Command),
            _ => throw Several(folder, bundles),
        };
    }

    private static UsageException Several(string folder, IEnumerable<string> files) => new(
        $"there are several applications in {folder}: name one, {string.Join(", ", files.Order(StringComparer.Ordinal))}", Command);

    private static DotnetApplication OfFile(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var name = Path.GetFileName(file);
        if (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            name = name[..^4];
        if (File.Exists(Path.Combine(folder, name + ConfigEnding)))
            return InFiles(folder, name);
        if (SingleFileBundle.TryOpen(file) is { } bundle)
            return InBundle(bundle) with { Folder = folder };
        throw new UsageException(
            $"{file} is not a .NET application: no {name}{ConfigEnding} is beside it, and it was not published as a single file", Command);
    }

    private static DotnetApplication InFiles(string folder, string name)
    {
        Func<Stream>? Open(string path)
        {
            var file = Path.Combine(folder, path);
            return File.Exists(file) ? () => File.OpenRead(file) : null;
        }
        var deps = Path.Combine(folder, name + DepsEnding);
        var content = File.Exists(deps) ? File.ReadAllBytes(deps) : null;
        return new DotnetApplication(name, RuntimeConfig.Parse(File.ReadAllBytes(Path.Combine(folder, name + ConfigEnding))))
        {
            Folder = folder,
            RuntimeIdentifier = content is null ? null : DepsFile.RuntimeIdentifier(content),
            Libraries = content is null ? [.. Directory.GetFiles(folder, "*.dll").Select(LibraryFile.Read).OfType<Library>()]
                : [.. DepsFile.Parse(content, Open)],
        };
    }

    private static DotnetApplication InBundle(SingleFileBundle bundle)
    {
        var config = bundle.Files.First(file => file.EndsWith(ConfigEnding, StringComparison.Ordinal));
        var name = config[..^ConfigEnding.Length];
        var deps = bundle.Open(name + DepsEnding) is { } open ? Content(open) : null;
        return new DotnetApplication(name, RuntimeConfig.Parse(Content(bundle.Open(config)!)))
        {
            IsSingleFile = true,
            RuntimeIdentifier = deps is null ? null : DepsFile.RuntimeIdentifier(deps),
            Libraries = deps is null ? [] : DepsFile.Parse(deps, bundle.Open),
        };
    }

    private static byte[] Content(Func<Stream> open)
    {
        using var stream = open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
