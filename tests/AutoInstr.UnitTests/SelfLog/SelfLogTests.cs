using AutoInstr.Agent.SelfLog;
using Xunit;

namespace AutoInstr.UnitTests.SelfLog;

public sealed class SelfLogTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("autoinstr-log-");
    private readonly List<string> _fallback = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_file_is_made_with_the_first_line()
    {
        var sink = Sink(_directory.FullName, 10_000);
        Assert.Empty(_directory.GetFileSystemInfos());
        sink.Write(LogLevel.Warn, "first");
        sink.Write(LogLevel.Error, "second");
        Assert.Equal(sink.Path, Assert.Single(_directory.GetFiles()).FullName);
        Assert.Contains(
            Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), sink.Path, StringComparison.Ordinal);
        var lines = ReadLines(sink.Path);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARN first$", lines[0]);
        Assert.EndsWith(" ERROR second", lines[1], StringComparison.Ordinal);
        Assert.Empty(_fallback);
    }

    [Fact]
    public void A_missing_directory_is_made()
    {
        var sink = Sink(Path.Combine(_directory.FullName, "a", "b"), 10_000);
        sink.Write(LogLevel.Info, "line");
        Assert.Single(ReadLines(sink.Path));
    }

    [Fact]
    public void Two_files_of_the_size_are_the_most()
    {
        var sink = Sink(_directory.FullName, 1000);
        for (var i = 0; i < 200; i++)
            sink.Write(LogLevel.Info, $"line {i:000}");
        var files = _directory.GetFiles();
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.InRange(file.Length, 1, 1000));
        Assert.EndsWith("line 199", ReadLines(sink.Path)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said_once_and_lines_go_to_the_console()
    {
        // A file where the directory should be: also root cannot write into it.
        var obstacle = Path.Combine(_directory.FullName, "obstacle");
        File.WriteAllText(obstacle, "");
        var sink = Sink(obstacle, 1000);
        sink.Write(LogLevel.Warn, "first");
        sink.Write(LogLevel.Warn, "second");
        Assert.Equal(
            [$"Warn: the log file '{sink.Path}' cannot be written (IOException); standard error is used", "Warn: first", "Warn: second"],
            _fallback);
    }

    [Fact]
    public void Two_sinks_of_a_process_share_the_file()
    {
        var one = Sink(_directory.FullName, 10_000);
        var two = Sink(_directory.FullName, 10_000);
        one.Write(LogLevel.Info, "one");
        two.Write(LogLevel.Info, "two");
        one.Write(LogLevel.Info, "three");
        Assert.Equal(3, ReadLines(one.Path).Length);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u001b[31mred\u0007", " [31mred ")]
    [InlineData("ünïcode 😀", "ünïcode 😀")]
    public void A_message_is_one_line(string message, string line) => Assert.Equal(line, Log.OneLine(message));

    private FileSink Sink(string directory, long size) => new(directory, size, (level, message) => _fallback.Add($"{level}: {message}"));

    private static string[] ReadLines(string path)
    {
        // The sink still has it open.
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
