using AutoInstr.Viewer;
using AutoInstr.Viewer.Collect;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Terminal;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

/// <summary>Log records and metrics in the terminal.</summary>
public class SignalLinesTests
{
    private static readonly SignalLines Lines = new(new TreeOptions { Width = 100 });

    private static readonly LogRecord Record = new()
    {
        TimeUnixNano = 1_790_000_000_123_000_000,
        SeverityNumber = 13,
        Body = "{Count} left\n\u001b[31m",
        Attributes = new AttributeMap([new("Count", 3L)]),
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        ScopeName = "Shop.Stock",
        Resource = new AttributeMap([new("service.name", "shop")]),
    };

    [Fact]
    public void A_record_is_a_line() => Assert.Matches(
        "^log ..:..:..\\.123 shop             warn  3 left \ufffd\\[31m  Shop.Stock  trace 0af76519…\n$", Lines.Of(Record));

    [Fact]
    public void What_does_not_fit_is_left_out()
    {
        var line = Lines.Of(Record with { Body = new string('x', 500), TimeUnixNano = ulong.MaxValue });
        Assert.Equal(100, line.TrimEnd('\n').Length);
        Assert.EndsWith("x…\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_is_beneath() => Assert.EndsWith("\n      System.Exception: boom\n", Lines.Of(Record with
    {
        Attributes = new AttributeMap([new("exception.type", "System.Exception"), new("exception.message", "boom")]),
    }), StringComparison.Ordinal);

    [Fact]
    public void The_metrics_of_a_request_are_a_line() => Assert.Matches(
        "^metrics ..:..:..\\.... shop             2 instruments, 3 points: a, b\n$",
        Lines.Of([Telemetry.Point("a", 1), Telemetry.Point("b", 2), Telemetry.Point("a", 3)], DateTimeOffset.Now));

    [Theory]
    [InlineData("logs", "Logs")]
    [InlineData("traces, metrics", "Traces Metrics")]
    public void The_signals_to_show_are_chosen(string list, string expected) =>
        Assert.Equal(expected, string.Join(' ', CollectOptions.Parse(["--signals", list]).Signals));

    [Theory]
    [InlineData("spans")]
    [InlineData("logs,0")]
    [InlineData(",")]
    public void Signals_that_there_are_not_are_refused(string list) => Assert.Equal(
        $"--signals '{list}' is no list of traces, metrics, logs",
        Assert.Throws<FormatException>(() => CollectOptions.Parse(["--signals", list])).Message);
}
