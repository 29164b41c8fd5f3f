using System.Text;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Sources;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.UnitTests.Configuration.Files;
using Xunit;

namespace AutoInstr.UnitTests.Documentation;

/// <summary>The README's tables are made from the catalogues. With UPDATE_README=true these tests write them.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_table_of_libraries_is_the_catalogues() => AssertSection("libraries", Libraries());

    [Fact]
    public void The_table_of_meters_is_the_catalogues() => AssertSection("meters", Meters());

    [Fact]
    public void The_table_of_settings_is_the_catalogues() => AssertSection("settings", Settings());

    [Fact]
    public void The_example_of_a_configuration_file_is_one()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var start = readme.IndexOf("```yaml\n# yaml-language-server", StringComparison.Ordinal) + "```yaml\n".Length;
        var example = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        SchemaTests.AssertValid(example);
        var settings = new TestFile(example, ("API_KEY", "secret")).ReadClean();
        Assert.Equal((2, 1, 1), (settings.Traces.Processors.Count, settings.Metrics.Readers.Count, settings.Logs.Processors.Count));
    }

    private static string Libraries()
    {
        var table = new StringBuilder("| library | spans | how | id |\n|---|---|---|---|\n");
        foreach (var row in Catalogue.Create())
        {
            table.Append(
                $"| {row.Library} | {row.Spans} | " +
                $"{row.How}{(row.Normalises && !row.IsPatched ? ", normalised" : "")}" +
                $"{(row.Unverified is { } why ? $"; *unverified: {why}*" : "")} | " +
                $"`{row.Id}` |\n");
        }
        return table.ToString();
    }

    private static string Meters()
    {
        var table = new StringBuilder("| library | what is measured | meters | id |\n|---|---|---|---|\n");
        foreach (var row in MeterCatalogue.Create())
            table.Append($"| {row.Library} | {row.Measures} | `{string.Join("`, `", row.Meters)}` | `{row.Id}` |\n");
        return table.ToString();
    }

    private static string Settings()
    {
        var text = new StringBuilder();
        foreach (var section in SettingCatalogue.Sections)
        {
            text.Append($"**{section.Title}**\n\n| variable | default | meaning |\n|---|---|---|\n");
            foreach (var setting in section.Settings)
                text.Append($"| `{setting.Name}` | {setting.Default} | {setting.Description} |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void AssertSection(string name, string expected)
    {
        var path = Path.Combine(Repository.Root, "README.md");
        var readme = File.ReadAllText(path);
        var begin = $"<!-- {name} -->\n";
        var start = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = readme.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_README") == "true")
            File.WriteAllText(path, readme[..start] + expected + readme[end..]);
        else
            Assert.Equal(expected, readme[start..end]);
    }
}
