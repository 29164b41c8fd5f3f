using AutoInstr.Agent.Propagation;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>A request costs the strings of its headers and nothing else.</summary>
public class AllocationTests
{
    private static readonly string[] Every = ["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace"];

    [Fact]
    public void Reading_where_nothing_is()
    {
        var propagator = ContextPropagation.Create(["tracecontext", "baggage", "b3", "b3multi", "xray"]);
        var headers = new Headers();
        Assert.Equal(0, Measure(() =>
        {
            propagator.ExtractTraceIdAndState(headers, Headers.Get, out _, out _);
            propagator.ExtractBaggage(headers, Headers.Get);
        }));
    }

    [Theory]
    [InlineData("b3")]
    [InlineData("b3multi")]
    [InlineData("jaeger")]
    [InlineData("xray")]
    [InlineData("ottrace")]
    public void Reading_makes_one_string(string name)
    {
        var propagator = ContextPropagation.Create([name]);
        var headers = Headers.InjectedBy(propagator, Headers.NewActivity());
        var text = new string('x', 55);
        var expected = Measure(() => _ = new string(text.AsSpan()));
        Assert.Equal(expected, Measure(() => propagator.ExtractTraceIdAndState(headers, Headers.Get, out _, out _)));
    }

    [Fact]
    public void Writing_makes_the_strings_of_the_headers()
    {
        var propagator = ContextPropagation.Create(Every);
        var activity = Headers.NewActivity();
        var made = Headers.InjectedBy(propagator, activity)
            .Where(header => header.Key is "b3" or "uber-trace-id" or "X-Amzn-Trace-Id" or "ot-tracer-traceid").ToArray();
        var expected = Measure(() =>
        {
            foreach (var header in made)
                _ = new string(header.Value.AsSpan());
        });
        Assert.Equal(expected, Measure(() => propagator.Inject(activity, null, static (_, _, _) => { })));
    }

    private static long Measure(Action action)
    {
        for (var i = 0; i < 100; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
