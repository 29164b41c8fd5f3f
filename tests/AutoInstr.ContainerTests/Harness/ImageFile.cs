using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace AutoInstr.ContainerTests.Harness;

/// <summary>A file of an image.</summary>
/// <param name="Content">What is in it.</param>
/// <param name="Mode">Who may do what with it.</param>
internal sealed record ImageFile(byte[] Content, UnixFileMode Mode)
{
    private static readonly string[] Folders = ["autoinstr/", "bin/"];

    /// <summary>The hash of the content.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>The content as text.</summary>
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Reads the files of a kit image, which is never started for it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="folder">Where they are left too, if they are to be.</param>
    public static async Task<Dictionary<string, ImageFile>> ReadAllAsync(string image, string? folder = null)
    {
        var container = await Podman.RunAsync("create", image);
        var archive = Path.GetTempFileName();
        try
        {
            await Podman.RunAsync("export", "--output", archive, container);
            return await ReadAsync(archive, folder);
        }
        finally
        {
            File.Delete(archive);
            await Podman.RunAsync("rm", container);
        }
    }

    /// <summary>Asserts that two folders have the same files, with the same rights.</summary>
    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Describe(expected), Describe(actual));

        static IEnumerable<string> Describe(string folder) =>
            from file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            let hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))
            select $"{Path.GetRelativePath(folder, file)} {File.GetUnixFileMode(file)} {hash}";
    }

    private static async Task<Dictionary<string, ImageFile>> ReadAsync(string archive, string? folder)
    {
        var files = new Dictionary<string, ImageFile>(StringComparer.Ordinal);
        await using var reader = new TarReader(File.OpenRead(archive));
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            var isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
            // An engine adds files of its own, such as /etc/hosts.
            if (!isFile || entry.DataStream is not { } data || !Folders.Any(name => entry.Name.StartsWith(name, StringComparison.Ordinal)))
                continue;
            var content = new byte[entry.Length];
            await data.ReadExactlyAsync(content);
            files[entry.Name] = new ImageFile(content, entry.Mode);
            if (folder is null)
                continue;
            var file = Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content);
            File.SetUnixFileMode(file, entry.Mode);
        }
        return files;
    }
}
