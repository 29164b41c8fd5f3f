using System.Globalization;
using AutoInstr.Agent.Exporters.Disk;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>The directory that keeps requests until the receiver takes them.</summary>
public sealed class DiskBufferTests : IDisposable
{
    private const long Roomy = 1 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("autoinstr-disk-").FullName;
    private readonly List<string> _said = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_oldest_is_the_first()
    {
        using var buffer = Open();
        for (var number = 0; number < 20; number++)
            Assert.Null(buffer.Add(Request(number)));

        Assert.Equal(Enumerable.Range(0, 20), Drain(buffer));
        Assert.Null(buffer.Oldest());
        Assert.Empty(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_is_not_removed_stays_the_oldest()
    {
        using var buffer = Open();
        buffer.Add(Request(1));
        buffer.Add(Request(2));

        Assert.Equal(1, buffer.Oldest()!.Items);
        Assert.Equal(1, buffer.Oldest()!.Items);
    }

    [Fact]
    public void A_request_comes_back_as_it_was()
    {
        using var buffer = Open();
        var message = new byte[100_003];
        new Random(1).NextBytes(message);
        buffer.Add(new BufferedRequest(12_345_678_901, true, message));

        var read = buffer.Oldest()!;

        Assert.Equal((12_345_678_901, true), (read.Items, read.IsCompressed));
        Assert.Equal(message, read.Message.ToArray());
    }

    [Fact]
    public void What_a_process_left_behind_belongs_to_the_next()
    {
        using (var first = Open())
        {
            first.Add(Request(1));
            first.Add(Request(2));
        }
        using (var second = Open())
        {
            Assert.Equal(2, second.Count);
            second.Add(Request(3));
        }
        using var third = Open();

        Assert.Equal([1, 2, 3], Drain(third));
        Assert.Empty(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_a_living_process_keeps_is_its_own()
    {
        using var first = Open();
        first.Add(Request(1));

        using (var second = Open())
        {
            second.Add(Request(2));
            Assert.Equal([2], Drain(second));
        }

        Assert.Equal([1], Drain(first));
    }

    [Fact]
    public void Signals_do_not_mix()
    {
        using var traces = Open();
        using var logs = new DiskBuffer(_directory, "logs", Roomy, _said.Add);
        traces.Add(Request(1));

        Assert.True(DiskBuffer.HasAny(_directory, "traces"));
        Assert.False(DiskBuffer.HasAny(_directory, "logs"));
        Assert.Equal(0, logs.Count);
    }

    [Fact]
    public void It_does_not_grow_beyond_its_limit()
    {
        // Each file takes a block of the disk.
        using var buffer = Open(limit: 3 * 4096);
        for (var number = 0; number < 3; number++)
            Assert.Null(buffer.Add(Request(number)));

        Assert.Equal($"the buffer {_directory}/traces is full", buffer.Add(Request(3)));
        buffer.RemoveOldest();
        Assert.Null(buffer.Add(Request(4)));

        Assert.Equal([1, 2, 4], Drain(buffer));
    }

    [Fact]
    public void What_others_keep_counts_too()
    {
        using var first = Open(limit: 2 * 4096);
        first.Add(Request(1));
        using var second = Open(limit: 2 * 4096);

        Assert.Null(second.Add(Request(2)));
        Assert.NotNull(second.Add(Request(3)));
    }

    [Fact]
    public void A_file_that_vanishes_is_not_missed()
    {
        using var buffer = Open();
        buffer.Add(Request(1));
        buffer.Add(Request(2));
        File.Delete(Directory.GetFiles(_directory, "*.otlp", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());

        Assert.Equal([2], Drain(buffer));
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(30)]
    public void A_file_that_ends_too_early_is_left_out(int length)
    {
        using (var first = Open())
            first.Add(Request(1));
        var file = Directory.GetFiles(_directory, "*.otlp", SearchOption.AllDirectories)[0];
        using (var stream = File.OpenWrite(file))
            stream.SetLength(length);

        using var buffer = Open();

        Assert.Empty(Drain(buffer));
        Assert.Equal($"{file} is damaged and is left out", Assert.Single(_said));
    }

    [Fact]
    public void Every_byte_is_guarded()
    {
        var file = Request(7).Write();
        for (var position = 0; position < file.Length; position++)
        {
            file[position] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => BufferedRequest.Read(file));
            file[position] ^= 0x10;
        }
        Assert.Equal(7, BufferedRequest.Read(file).Items);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_a_reason()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");
        using var buffer = new DiskBuffer(file, "traces", Roomy, _said.Add);

        Assert.StartsWith($"the buffer {file}/traces cannot be written (", buffer.Add(Request(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        using var buffer = Open();
        buffer.Add(Request(1));

        var files = Directory.GetFiles(_directory, "*", SearchOption.AllDirectories);
        Assert.Equal(2, files.Length);
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private DiskBuffer Open(long limit = Roomy) => new(_directory, "traces", limit, _said.Add);

    private static BufferedRequest Request(int number) =>
        new(number, false, System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + " is the number"));

    private static List<int> Drain(DiskBuffer buffer)
    {
        List<int> numbers = [];
        while (buffer.Oldest() is { } request)
        {
            numbers.Add((int)request.Items);
            buffer.RemoveOldest();
        }
        return numbers;
    }
}
