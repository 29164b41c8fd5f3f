using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Logs;
using Xunit;

namespace AutoInstr.UnitTests.Logs;

public sealed class LoggerRulesTests
{
    private readonly LoggerRules _rules = new(new ScopeRules<LoggerRule>(
        new LoggerRule(true, 13, false),
        [
            new("Noise.*", new LoggerRule(false, 0, false)),
            new("Traced", new LoggerRule(true, 0, true)),
        ]));

    [Theory]
    [InlineData("Shop", 13, true)]
    [InlineData("Shop", 12, false)]
    [InlineData("Shop", 0, true)]
    [InlineData("Noise.Inner", 24, false)]
    public void Names_and_severities(string logger, int severity, bool isTaken)
    {
        for (var i = 0; i < 2; i++)
            Assert.Equal(isTaken, _rules.Allow(new LogEntry { Timestamp = default, Category = logger, Severity = severity }));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(null, true)]
    public void Traces(bool? isRecorded, bool isTaken) => Assert.Equal(isTaken, _rules.Allow(new LogEntry
    {
        Timestamp = default,
        Category = "Traced",
        Severity = 1,
        Context = isRecorded is { } recorded ? new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(),
            recorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None) : default,
    }));
}
