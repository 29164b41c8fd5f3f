using AutoInstr.Demo;
using Xunit;

namespace AutoInstr.UnitTests.Demo;

/// <summary>What the demo takes for a change of the service's files.</summary>
public sealed class FingerprintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public FingerprintTests()
    {
        _folder.CreateSubdirectory("sub");
        Write("a", "1");
        Write("sub/b", "2");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_of_names_and_bytes()
    {
        var before = Fingerprint.Of(_folder.FullName);
        Assert.Equal(2, before.Files);
        Write("a", "1");
        Assert.Equal(before, Fingerprint.Of(_folder.FullName));
    }

    [Theory]
    [InlineData("a", "2")]
    [InlineData("sub/b", "")]
    [InlineData("c", "")]
    public void It_tells_a_byte_and_a_file(string file, string content)
    {
        var before = Fingerprint.Of(_folder.FullName);
        Write(file, content);
        Assert.NotEqual(before, Fingerprint.Of(_folder.FullName));
    }

    [Fact]
    public void It_tells_a_name()
    {
        var before = Fingerprint.Of(_folder.FullName);
        File.Move(Path.Combine(_folder.FullName, "a"), Path.Combine(_folder.FullName, "c"));
        var after = Fingerprint.Of(_folder.FullName);
        Assert.Equal(before.Files, after.Files);
        Assert.NotEqual(before.Sha256, after.Sha256);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder.FullName, file), content);
}
