using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>Finalizers of calls that go on after they have returned.</summary>
public sealed class AsynchronousPatchTests
{
    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task Finalizers_run_at_completion_and_the_application_notices_nothing(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await PatchedRun.App(runtime).RunBareAsync(["async"]);
        var hooked = await PatchedRun.App(runtime).RunHookedAsync(receiver, ["async"], PatchedRun.Environment());

        Assert.Equal((0, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        const string failure = "error.type=System.InvalidOperationException";
        // The application forgets tasks until it hears of one.
        var seen = receiver.Seen().Where(span => !span.StartsWith("forgotten", StringComparison.Ordinal));
        Assert.Equal(
            [
                "run pending=False fail=False", "count result=42 of Work", "name completed=True result=name",
                "run pending=False fail=False", "count result=43 of Work", "any", "any",
                $"run pending=False fail=True {failure}", $"count result=0 of Work {failure}", $"name completed=True {failure}",
                $"run pending=False fail=True {failure}", $"count result=0 of Work {failure}", $"any {failure}",
                "run pending=True fail=False", "count result=42 of Work", "name completed=False result=name",
                "run pending=True fail=False", "count result=43 of Work", "any", "any",
                $"run pending=True fail=True {failure}", $"count result=0 of Work {failure}", $"name completed=False {failure}",
                $"run pending=True fail=True {failure}", $"count result=0 of Work {failure}", $"any {failure}",
                "count result=0 of Work error.type=System.Threading.Tasks.TaskCanceledException",
                "impossible text=thing error.type=System.NotSupportedException",
                "list", $"list {failure}", "list", "list",
            ],
            seen);
        Assert.Contains($"forgotten {failure}", receiver.Seen());
    }

    [Fact]
    public async Task What_the_original_does_is_inside_of_the_span()
    {
        await using var receiver = await Spans.ReceiveAsync();

        await PatchedRun.App().RunHookedAsync(receiver, ["async"], PatchedRun.Environment());

        AssertInside(receiver, "inner", ["run"]);
        AssertInside(receiver, "item", ["list"]);
    }

    private static void AssertInside(OtlpReceiver receiver, string inner, string[] outer)
    {
        var spans = receiver.Store.Spans.ToDictionary(span => span.SpanId);
        Assert.All(spans.Values.Where(span => span.Name == inner), span =>
        {
            var parent = Assert.Contains(span.ParentSpanId, (IDictionary<string, Span>)spans);
            Assert.Contains(parent.Name, outer);
            Assert.InRange(span.EndTimeUnixNano, parent.StartTimeUnixNano, parent.EndTimeUnixNano);
        });
        Assert.Contains(spans.Values, span => span.Name == inner);
    }
}
