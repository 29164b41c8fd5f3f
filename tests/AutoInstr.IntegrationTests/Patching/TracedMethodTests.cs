using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Patching;

/// <summary>The application's own methods as spans, without its code: AUTOINSTR_TRACE_METHODS.</summary>
public sealed class TracedMethodTests
{
    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Each_call_is_a_span_below_the_one_that_made_it(string runtime)
    {
        var (spans, said) = await RunAsync(runtime, ("AUTOINSTR_TRACE_METHODS",
            "Shop.Orders.*; Shop.Billing.Invoice.Total; PatchedApp.OwnMethods.RunAsync"));

        Assert.Empty(said);
        Assert.Equal(
            ["OwnMethods.RunAsync", "Basket.Add", "Basket.Keep", "Basket.CountAsync", "Basket.Items", "Invoice.Total", "Invoice.Total"],
            spans.Select(span => span.Name));
        Assert.Equal(
            ["PatchedApp.OwnMethods.RunAsync", "Shop.Orders.Basket.Add", "Shop.Orders.Basket.Keep", "Shop.Orders.Basket.CountAsync",
                "Shop.Orders.Basket.Items", "Shop.Billing.Invoice.Total", "Shop.Billing.Invoice.Total"],
            spans.Select(span => span.Attributes["code.function.name"]));
        var (run, add, keep) = (spans[0], spans[1], spans[2]);
        Assert.All(spans.Except([run, keep]), span => Assert.Equal(run.SpanId, span.ParentSpanId));
        Assert.Equal(add.SpanId, keep.ParentSpanId);
        Assert.All(spans, span => Assert.Equal(SpanKind.Internal, span.Kind));

        var failed = spans[^1];
        Assert.Equal((SpanStatus.Error, "less than nothing"), (failed.Status, failed.StatusMessage));
        Assert.Equal("System.ArgumentException", failed.Attributes["error.type"]);
        Assert.Equal("System.ArgumentException", Assert.Single(failed.Events).Attributes["exception.type"]);
        Assert.All(spans.SkipLast(1), span => Assert.Equal(SpanStatus.Unset, span.Status));
    }

    [Fact]
    public async Task A_flood_of_calls_is_cut_off_and_said()
    {
        // The first call waits for the agent, and a run that crosses from one second into the next has the limit of both.
        var (spans, said) = await RunAsync(
            "10.0", ("AUTOINSTR_TRACE_METHODS", "Shop.Billing.Invoice.Often"), ("AUTOINSTR_TRACE_METHODS_PER_SECOND", "10"));
        Assert.InRange(spans.Count, 10, 30);
        Assert.Contains(
            "more than 10 calls a second of the methods in AUTOINSTR_TRACE_METHODS", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_switch_turns_them_off()
    {
        var (spans, said) = await RunAsync(
            "10.0", ("AUTOINSTR_TRACE_METHODS", "Shop.*"), ("OTEL_DOTNET_AUTO_TRACES_METHODS_INSTRUMENTATION_ENABLED", "false"));
        Assert.Empty(spans);
        Assert.Empty(said);
    }

    private static async Task<(IReadOnlyList<Span> Spans, IReadOnlyList<string> Said)> RunAsync(
        string runtime, params (string Name, string? Value)[] env)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var bare = await PatchedRun.App(runtime).RunBareAsync(["own"]);
        var hooked = await PatchedRun.App(runtime).RunHookedAsync(
            receiver, ["own"], env.ToDictionary(static e => e.Name, static e => e.Value));
        Assert.Equal((0, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        return ([.. receiver.Store.Spans.OrderBy(span => span.StartTimeUnixNano)], hooked.Said);
    }
}
