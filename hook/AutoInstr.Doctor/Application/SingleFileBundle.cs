using System.Text;

namespace AutoInstr.Doctor.Application;

/// <summary>The files in an executable that was published as a single file:
/// https://github.com/dotnet/designs/blob/main/accepted/2020/single-file/bundler.md.</summary>
internal sealed class SingleFileBundle
{
    private const uint FirstVersionWithLocations = 2;
    private const uint FirstVersionWithCompression = 6;

    private readonly string _path;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    private SingleFileBundle(string path) => _path = path;

    /// <summary>How an executable begins.</summary>
    private static ReadOnlySpan<byte> Executable => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>What stands in every such executable behind the offset of its header, which is 0 in one without files.</summary>
    private static ReadOnlySpan<byte> Mark =>
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    /// <summary>The paths of the files.</summary>
    public IEnumerable<string> Files => _entries.Keys;

    /// <summary>Reads the list of files.</summary>
    /// <returns><see langword="null"/> when it is not such an executable.</returns>
    public static SingleFileBundle? TryOpen(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[Executable.Length];
            file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (!start.SequenceEqual(Executable) || FindHeader(file) is not (> 0 and var header))
                return null;
            file.Position = header;
            using var reader = new BinaryReader(file, Encoding.UTF8);
            var bundle = new SingleFileBundle(path);
            bundle.ReadEntries(reader);
            return bundle;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Opens a file of it.</summary>
    /// <returns><see langword="null"/> when it is not there, or compressed.</returns>
    public Func<Stream>? Open(string name) =>
        _entries.TryGetValue(name, out var entry) && !entry.IsCompressed ? () => new MemoryStream(Read(entry), writable: false) : null;

    private byte[] Read(Entry entry)
    {
        using var file = File.OpenRead(_path);
        file.Position = entry.Offset;
        var content = new byte[entry.Size];
        file.ReadExactly(content);
        return content;
    }

    private void ReadEntries(BinaryReader reader)
    {
        var version = reader.ReadUInt32();
        reader.ReadUInt32(); // the minor version
        var count = reader.ReadInt32();
        reader.ReadString(); // the bundle's id
        if (version >= FirstVersionWithLocations)
            reader.BaseStream.Seek((2 * 2 + 1) * sizeof(long), SeekOrigin.Current); // where deps and runtimeconfig are, and flags
        for (var i = 0; i < count; i++)
        {
            var (offset, size) = (reader.ReadInt64(), reader.ReadInt64());
            var isCompressed = version >= FirstVersionWithCompression && reader.ReadInt64() != 0;
            reader.ReadByte(); // the kind of file
            _entries[reader.ReadString()] = new Entry(offset, size, isCompressed);
        }
    }

    private static long? FindHeader(FileStream file)
    {
        const int step = 1 << 20;
        var buffer = new byte[step + sizeof(long) + Mark.Length];
        for (long start = 0; start < file.Length; start += step)
        {
            file.Position = start;
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var found = buffer.AsSpan(0, read).IndexOf(Mark);
            if (found >= sizeof(long))
                return BitConverter.ToInt64(buffer, found - sizeof(long));
        }
        return null;
    }

    private readonly record struct Entry(long Offset, long Size, bool IsCompressed);
}
