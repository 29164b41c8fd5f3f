using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.SelfLog;
using Xunit;

namespace AutoInstr.UnitTests.Lifecycle;

public sealed class BackgroundStartTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly List<(LogLevel Level, string Line)> _log = [];

    [Fact]
    public async Task Whoever_needs_it_waits_for_it()
    {
        using var gate = new ManualResetEventSlim();
        var start = Start(() => Made(gate, "made"), Long);
        var user = Task.Run(() => start.Value, TestContext.Current.CancellationToken);
        Assert.False(user.IsCompleted);
        gate.Set();
        Assert.Equal("made", await user);
        Assert.Equal("made", start.Value);
        Assert.Empty(_log);
    }

    [Fact]
    public void Only_the_first_one_waits_in_vain()
    {
        using var gate = new ManualResetEventSlim();
        var start = Start(() => Made(gate, "made"), TimeSpan.FromMilliseconds(20));
        Assert.Null(start.Value);
        Assert.Null(start.Value);
        Assert.Equal(LogLevel.Warn, Assert.Single(_log).Level);
        gate.Set();
        string? used = null;
        start.Use((int)Long.TotalMilliseconds, (made, left) => used = made);
        Assert.Equal("made", used);
        Assert.Equal("made", start.Value);
    }

    [Fact]
    public void What_it_does_itself_does_not_wait_for_it()
    {
        BackgroundStart<string>? start = null;
        using var gate = new ManualResetEventSlim();
        start = Start(
            () =>
            {
                gate.Wait();
                return start!.Value ?? "nothing yet";
            },
            Long);
        gate.Set();
        Assert.Equal("nothing yet", start.Value);
    }

    [Fact]
    public void A_failure_is_told_and_nobody_waits_for_it()
    {
        var start = Start(() => throw new InvalidOperationException("broken"), Long);
        Assert.Null(start.Value);
        start.Use((int)Long.TotalMilliseconds, (made, left) => Assert.Fail("it was not made"));
        var (level, line) = Assert.Single(_log);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("InvalidOperationException: broken", line, StringComparison.Ordinal);
    }

    private BackgroundStart<string> Start(Func<string> make, TimeSpan patience) =>
        new(make, patience, (level, line) => _log.Add((level, line)));

    private static string Made(ManualResetEventSlim gate, string value)
    {
        gate.Wait(TestContext.Current.CancellationToken);
        return value;
    }
}
