using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace AutoInstr.ContainerTests.Harness;

/// <summary>A file of an image, or a link.</summary>
/// <param name="Content">What is in it; of a link, what it points at.</param>
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

    /// <summary>Asserts that two folders have the same files, with the same rights, and the same links.</summary>
    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Describe(expected), Describe(actual));

        static IEnumerable<string> Describe(string folder) => Entries(new DirectoryInfo(folder)).Select(entry =>
        {
            var name = Path.GetRelativePath(folder, entry.FullName);
            return entry.LinkTarget is { } target
                ? $"{name} -> {target}"
                : $"{name} {entry.UnixFileMode} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry.FullName)))}";
        }).Order(StringComparer.Ordinal);

        static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder) => folder.EnumerateFileSystemInfos().SelectMany(
            static entry => entry is DirectoryInfo { LinkTarget: null } inner ? Entries(inner) : [entry]);
    }

    private static async Task<Dictionary<string, ImageFile>> ReadAsync(string archive, string? folder)
    {
        var files = new Dictionary<string, ImageFile>(StringComparer.Ordinal);
        await using var reader = new TarReader(File.OpenRead(archive));
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            // An engine adds files of its own, such as /etc/hosts.
            if (!Folders.Any(name => entry.Name.StartsWith(name, StringComparison.Ordinal)))
                continue;
            if (entry.EntryType == TarEntryType.SymbolicLink)
                files[entry.Name] = new ImageFile(Encoding.UTF8.GetBytes(entry.LinkName), entry.Mode);
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.DataStream is { } data)
                files[entry.Name] = new ImageFile(await ReadAsync(data, entry.Length), entry.Mode);
            else
                continue;
            if (folder is not null)
                await files[entry.Name].WriteAsync(Path.Combine(folder, entry.Name), entry.EntryType == TarEntryType.SymbolicLink);
        }
        return files;
    }

    private static async Task<byte[]> ReadAsync(Stream data, long length)
    {
        var content = new byte[length];
        await data.ReadExactlyAsync(content);
        return content;
    }

    private async Task WriteAsync(string file, bool isLink)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (isLink)
        {
            File.CreateSymbolicLink(file, Text);
            return;
        }
        await File.WriteAllBytesAsync(file, Content);
        File.SetUnixFileMode(file, Mode);
    }
}
