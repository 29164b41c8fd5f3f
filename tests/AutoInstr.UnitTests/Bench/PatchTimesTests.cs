using AutoInstr.Bench;
using Xunit;

namespace AutoInstr.UnitTests.Bench;

public sealed class PatchTimesTests
{
    [Fact]
    public void What_the_agent_says_is_added_up()
    {
        string[] output =
        [
            "info: patched within 7 ms",
            "autoinstr: attaching to the runtime took 1.9 ms",
            "autoinstr: traces: exporters otlp",
            "autoinstr: Microsoft.Extensions.Logging: patched within 10.5 ms; modules made writable before use: 1",
        ];
        Assert.Equal(12.4, PatchTimes.Sum(output)!.Value, 6);
        Assert.Null(PatchTimes.Sum(["autoinstr: traces: exporters otlp"]));
    }
}
