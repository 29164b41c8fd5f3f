using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Configuration.File;
using Xunit;

namespace AutoInstr.UnitTests.Configuration.Files;

/// <summary>A configuration file made for a test; what is reported is kept without the name of the file.</summary>
internal sealed class TestFile
{
    private readonly string _text;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public TestFile(string text, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        _text = text;
        foreach (var (name, value) in variables)
            _variables[name] = value;
    }

    public List<string> Reports { get; } = [];

    /// <summary>A file with what every file must have, in its first line.</summary>
    public static TestFile With(string text, params ReadOnlySpan<(string Name, string Value)> variables) =>
        new("file_format: \"1.0\"\n" + text, variables);

    public ReadFile ReadAll()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, _text);
            return ConfigurationFile.Read(
                path, _variables.GetValueOrDefault, new SelfLogSettings(), line => Reports.Add(line.Replace(path + ":", "")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public AgentSettings Read() => ReadAll().Settings;

    /// <summary>The settings, when there is nothing to report.</summary>
    public AgentSettings ReadClean()
    {
        var settings = Read();
        Assert.Empty(Reports);
        Assert.False(settings.Disabled);
        return settings;
    }

    /// <summary>The settings, when exactly this is wrong.</summary>
    public AgentSettings ReadWith(params string[] reports)
    {
        var settings = Read();
        Assert.Equal(reports, Reports);
        return settings;
    }
}
