using System.Diagnostics;
using AutoInstr.Agent.Propagation;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AutoInstr.UnitTests.Propagation;

/// <summary>Several formats together, and what the application's callbacks may do.</summary>
public class CompositePropagatorTests
{
    private static readonly string[] Every = ["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace"];

    [Fact]
    public void The_default_is_the_runtimes_own()
    {
        Assert.Same(DistributedContextPropagator.CreateW3CPropagator(), ContextPropagation.Create(["tracecontext", "baggage"]));
        Assert.Same(DistributedContextPropagator.CreateW3CPropagator(), ContextPropagation.Create(["baggage", "tracecontext"]));
    }

    [Fact]
    public void The_runtimes_own_does_w3c_trace_context_and_baggage()
    {
        var propagator = ContextPropagation.Create(["tracecontext", "baggage"]);
        var activity = Headers.NewActivity(true, ("a", "é"));
        activity.TraceStateString = "k=v";
        var headers = Headers.InjectedBy(propagator, activity);
        Assert.Equal(activity.Id, headers["traceparent"]);
        Assert.Equal("k=v", headers["tracestate"]);
        Assert.Equal("a = %C3%A9", headers["baggage"]);
        Assert.Equal(activity.Id, headers.ExtractFrom(propagator));
    }

    [Fact]
    public void Install_replaces_the_runtimes_own_only_where_something_else_is_asked_for()
    {
        var before = DistributedContextPropagator.Current;
        try
        {
            ContextPropagation.Install(["tracecontext", "baggage"]);
            Assert.Same(DistributedContextPropagator.CreateW3CPropagator(), DistributedContextPropagator.Current);

            ContextPropagation.Install(["b3", "tracecontext", "baggage"]);
            Assert.Equal(["b3", "traceparent", "tracestate", "baggage"],
                Assert.IsType<CompositePropagator>(DistributedContextPropagator.Current).Fields);

            ContextPropagation.InstallInSdk();
            Assert.IsType<TraceContextPropagator>(Propagators.DefaultTextMapPropagator);
            Assert.Equal((ActivityIdFormat.W3C, true), (Activity.DefaultIdFormat, Activity.ForceDefaultIdFormat));
        }
        finally
        {
            DistributedContextPropagator.Current = before;
        }
    }

    [Fact]
    public void None_reads_and_writes_nothing()
    {
        var none = ContextPropagation.Create([]);
        var headers = Headers.InjectedBy(ContextPropagation.Create(Every), Headers.NewActivity(true, ("a", "1")));
        Assert.Empty(none.Fields);
        Assert.Null(headers.ExtractFrom(none));
        Assert.Equal("", headers.BaggageFrom(none));
        Assert.Empty(Headers.InjectedBy(none, Headers.NewActivity()));
    }

    [Fact]
    public void The_last_format_that_finds_a_context_counts()
    {
        var headers = new Headers
        {
            ["traceparent"] = "00-11111111111111111111111111111111-1111111111111111-01",
            ["tracestate"] = "k=v",
            ["b3"] = "22222222222222222222222222222222-2222222222222222-1",
            ["uber-trace-id"] = "malformed",
        };
        Assert.StartsWith(
            "00-2", headers.ExtractFrom(ContextPropagation.Create(["tracecontext", "b3", "jaeger", "baggage"])), StringComparison.Ordinal);

        ContextPropagation.Create(["jaeger", "b3", "tracecontext"])
            .ExtractTraceIdAndState(headers, Headers.Get, out var traceParent, out var traceState);
        Assert.Equal((headers["traceparent"], "k=v"), (traceParent, traceState));

        ContextPropagation.Create(["tracecontext", "b3"]).ExtractTraceIdAndState(headers, Headers.Get, out _, out traceState);
        Assert.Null(traceState);
    }

    [Fact]
    public void Every_format_is_written_and_each_field_is_declared_once()
    {
        var propagator = ContextPropagation.Create(Every);
        var headers = Headers.InjectedBy(propagator, Headers.NewActivity(true, ("a", "1")));
        Assert.Equal(propagator.Fields.Except(["tracestate"]).Concat(["uberctx-a", "ot-baggage-a"]).Order(), headers.Keys.Order());
        Assert.Equal(propagator.Fields.Count, propagator.Fields.Distinct().Count());
    }

    [Fact]
    public void Long_and_unprintable_trace_states_do_not_reach_a_header()
    {
        var propagator = ContextPropagation.Create(["tracecontext"]);
        var activity = Headers.NewActivity();
        activity.TraceStateString = string.Join(',', Enumerable.Range(0, 100).Select(i => $"key{i}=value"));
        var written = Headers.InjectedBy(propagator, activity)["tracestate"];
        Assert.InRange(written.Length, 490, 512);
        Assert.StartsWith(written + ",", activity.TraceStateString, StringComparison.Ordinal);

        foreach (var state in (string?[])["a=b\r\nX-Evil: 1", "a=é", "", null, new string('x', 600)])
        {
            activity.TraceStateString = state;
            Assert.DoesNotContain("tracestate", Headers.InjectedBy(propagator, activity).Keys);
        }
    }

    [Fact]
    public void Nothing_to_write_or_nowhere_to_write_it()
    {
        var propagator = ContextPropagation.Create(Every);
        var headers = new Headers();
        propagator.Inject(null, headers, Headers.Set);
        propagator.Inject(new Activity("not started"), headers, Headers.Set);
        propagator.Inject(new Activity("hierarchical").SetIdFormat(ActivityIdFormat.Hierarchical).Start(), headers, Headers.Set);
        Activity.Current = null;
        propagator.Inject(Headers.NewActivity(), headers, null);
        Assert.Empty(headers);

        propagator.ExtractTraceIdAndState(headers, null, out var traceParent, out var traceState);
        Assert.Equal((null, null), (traceParent, traceState));
        Assert.Null(propagator.ExtractBaggage(headers, null));
    }

    [Fact]
    public void Callbacks_that_throw_do_not_reach_the_caller()
    {
        var propagator = ContextPropagation.Create(Every);
        var calls = 0;
        propagator.Inject(Headers.NewActivity(true, ("a", "1")), null, (_, _, _) => throw new InvalidOperationException($"{++calls}"));
        Assert.Equal(Every.Length, calls);

        void Throw(object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
            throw new InvalidOperationException(name);
        propagator.ExtractTraceIdAndState(null, Throw, out var traceParent, out _);
        Assert.Null(traceParent);
        Assert.Null(propagator.ExtractBaggage(null, Throw));
    }

    [Fact]
    public void A_format_whose_field_cannot_be_read_does_not_hide_the_others()
    {
        static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
        {
            if (name == "b3")
                throw new InvalidOperationException(name);
            Headers.Get(carrier, name, out value, out values);
        }

        var headers = new Headers { ["traceparent"] = "00-11111111111111111111111111111111-1111111111111111-01" };
        ContextPropagation.Create(["tracecontext", "b3"]).ExtractTraceIdAndState(headers, Get, out var traceParent, out _);
        Assert.Equal(headers["traceparent"], traceParent);
    }

    [Fact]
    public void The_first_of_several_values_is_read()
    {
        static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
            (value, values) = (null, name == "b3" ? Forever("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1") : null);

        static IEnumerable<string> Forever(string first)
        {
            yield return first;
            while (true)
                yield return "another";
        }

        ContextPropagation.Create(["b3"]).ExtractTraceIdAndState(null, Get, out var traceParent, out _);
        Assert.Equal("00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-01", traceParent);
    }
}
