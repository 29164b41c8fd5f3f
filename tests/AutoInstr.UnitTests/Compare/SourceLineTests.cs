using AutoInstr.Compare;
using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Lines of code that one edition has more.</summary>
public sealed class SourceLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-lines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a x b c y", "a b c", 2)]
    [InlineData("a c", "a b c", 0)]
    [InlineData("b a", "a b", 1)]
    [InlineData("x a x b x", "a b", 3)]
    [InlineData("a a a", "a", 2)]
    [InlineData("", "a", 0)]
    public void Added_lines(string lines, string others, int expected) =>
        Assert.Equal(expected, SourceLines.CountAdded(Words(lines), Words(others)));

    [Fact]
    public void Lines_that_count() => Assert.Equal(["code();", "/* a */ more();", "last(); // why"], SourceLines.Significant(
    [
        "", "  ", "// comment", "/// <summary>", "  code();", "/* of", "several", "lines */", "/* a */ more();",
        "<!-- x", "-->", "last(); // why",
    ]));

    [Fact]
    public void Folders()
    {
        Write("manual/Program.cs", "using X;\nrun();\ntrace();\n");
        Write("manual/Telemetry.cs", "a();\n\n// why\nb();\n");
        Write("manual/App.Manual.csproj", "<Project>\n<Package />\n</Project>\n");
        Write("manual/obj/Generated.cs", "no();\n");
        Write("manual/notes.txt", "no\n");
        Write("automatic/Program.cs", "run();\n");
        Write("automatic/App.csproj", "<Project>\n</Project>\n");
        Write("automatic/Other.cs", "no();\n");

        Assert.Equal(2 + 2, SourceLines.CountAdded(Path.Combine(_folder, "manual"), Path.Combine(_folder, "automatic")));
        Assert.Equal(1, SourceLines.CountAdded(Path.Combine(_folder, "automatic"), Path.Combine(_folder, "manual")));
    }

    [Fact]
    public void The_readme_says_how_many_lines_the_sample_has_by_hand()
    {
        var samples = Path.Combine(Repository.Root, "sample-apps");
        var lines = SourceLines.CountAdded(Path.Combine(samples, "manual"), Path.Combine(samples, "unmodified"));
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains($"The difference, {lines} lines of code", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there() => Assert.Contains("nowhere",
        Assert.Throws<ComparisonException>(() => SourceLines.CountAdded(Path.Combine(_folder, "nowhere"), _folder)).Message,
        StringComparison.Ordinal);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Write(string path, string content)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
