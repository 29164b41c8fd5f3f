using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

/// <summary>An environment made for a test; keeps what is reported and which variables were asked for.</summary>
internal sealed class TestEnvironment
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public TestEnvironment(params ReadOnlySpan<(string Name, string Value)> variables)
    {
        foreach (var (name, value) in variables)
            _variables[name] = value;
    }

    public List<string> Reports { get; } = [];

    public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

    public AgentSettings Read() => AgentSettings.Read(Variable, Reports.Add);

    public string? Variable(string name)
    {
        Asked.Add(name);
        return _variables.GetValueOrDefault(name);
    }

    /// <summary>The settings, when there is nothing to report.</summary>
    public AgentSettings ReadClean()
    {
        var settings = Read();
        Assert.Empty(Reports);
        return settings;
    }

    /// <summary>The settings, when exactly one thing is wrong.</summary>
    public AgentSettings ReadWithReport(string report)
    {
        var settings = Read();
        Assert.Equal(report, Assert.Single(Reports));
        return settings;
    }
}
