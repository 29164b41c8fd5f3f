using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Sampling;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("parentbased_always_on")]
    [InlineData("always_on")]
    public async Task A_flood_of_traces_is_held_back(string sampler)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await new TestApp("ConsoleApp", Framework: "net10.0").RunHookedAsync(
            receiver, ["spans", "20000"], new Dictionary<string, string?>
            {
                ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
                ["OTEL_TRACES_SAMPLER"] = sampler,
                ["AUTOINSTR_MAX_TRACES_PER_SECOND"] = "10",
            });

        Assert.Equal((0, ""), (run.ExitCode, run.OwnErrors));
        Assert.Equal(
            ["autoinstr: more traces begin here than AUTOINSTR_MAX_TRACES_PER_SECOND=10 lets through; the others are left out"], run.Said);
        // The first of all are within the limit; how many more follow depends on how long the process runs.
        Assert.Contains(receiver.Store.Spans, span => span.Name == "start");
        Assert.InRange(receiver.Store.Spans.Count, 10, 10_000);
    }
}
