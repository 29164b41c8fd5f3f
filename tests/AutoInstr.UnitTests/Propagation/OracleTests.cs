using System.Diagnostics;
using AutoInstr.Agent.Propagation;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>OpenTelemetry's own propagators read what ours write, and the reverse, over many random contexts.</summary>
public class OracleTests
{
    [Fact]
    public void W3c() => Check("tracecontext", new TraceContextPropagator());

#pragma warning disable CS0618 // Deprecated in favour of another package, and as good an oracle as ever.
    [Fact]
    public void B3() => Check("b3", new B3Propagator(singleHeader: true));

    [Fact]
    public void B3_multi() => Check("b3multi", new B3Propagator(singleHeader: false));
#pragma warning restore CS0618

    private static void Check(string name, TextMapPropagator oracle)
    {
        var ours = ContextPropagation.Create([name]);
        for (var i = 0; i < 500; i++)
        {
            var flags = i % 2 == 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
            var activity = new Activity("test");
            activity.SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags);
            activity.Start();
            activity.Stop();

            var read = oracle.Extract(default, Headers.InjectedBy(ours, activity),
                static (headers, field) => headers.TryGetValue(field, out var value) ? [value] : null);
            Assert.Equal((activity.TraceId, activity.SpanId, flags),
                (read.ActivityContext.TraceId, read.ActivityContext.SpanId, read.ActivityContext.TraceFlags));

            var written = new Headers();
            oracle.Inject(
                new PropagationContext(activity.Context, default), written, static (headers, field, value) => headers[field] = value);
            Assert.Equal(activity.Id, written.ExtractFrom(ours));
        }
    }
}
