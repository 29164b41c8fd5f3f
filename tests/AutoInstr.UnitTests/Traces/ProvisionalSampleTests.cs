using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Sources.Http;
using AutoInstr.Agent.Traces;
using AutoInstr.Agent.Traces.Sampling;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Traces;

/// <summary>Rules by a route are asked again when the route is known.</summary>
[Collection(nameof(IncomingRequest))]
public sealed class ProvisionalSampleTests : IDisposable
{
    private static readonly ComposableSettings On = new ComposableSettings.AlwaysOn();
    private static readonly ComposableSettings Off = new ComposableSettings.AlwaysOff();

    public ProvisionalSampleTests() => IncomingRequest.Reader =
        static (request, key) => key == "http.route" && request is string route && route.StartsWith('/') ? route : null;

    public void Dispose() => IncomingRequest.Reader = null;

    [Theory]
    [InlineData("/left/out", false)]
    [InlineData("/kept", true)]
    [InlineData("", true)]
    public void The_route_settles_it(string route, bool isTaken)
    {
        var sampler = Sampler(Rule("/left/out", Off), new SamplingRule { Sampler = On });
        var (isBegun, activity) = Begin(sampler);
        Assert.True(isBegun);

        ProvisionalSample.Settle(activity, route);

        Assert.Equal((isTaken, isTaken), (activity.Recorded, activity.IsAllDataRequested));
        Assert.Equal(isTaken ? "ot=th:0" : null, activity.TraceStateString);
        // Once and for all, whatever route an exception's handler has.
        ProvisionalSample.Settle(activity, "/left/out");
        Assert.Equal(isTaken, activity.Recorded);
    }

    [Fact]
    public void What_no_route_could_make_taken_is_not_begun() => Assert.False(
        Begin(Sampler(Rule("/a", Off), Rule("/b", new ComposableSettings.Probability(0)), new SamplingRule { Sampler = Off })).IsTaken);

    [Fact]
    public void What_no_route_could_make_another_threshold_is_settled_at_once()
    {
        var (_, activity) = Begin(Sampler(Rule("/a", On), new SamplingRule { Sampler = On }));
        Assert.True(activity.Recorded);
        Assert.Null(activity.GetCustomProperty("autoinstr.sampling"));
    }

    [Theory]
    [InlineData("/half", "ot=th:8,a=1")]
    [InlineData("/other", "ot=th:0,a=1")]
    public void The_threshold_is_that_of_the_route(string route, string state)
    {
        var (_, activity) = Begin(
            Sampler(Rule("/half", new ComposableSettings.Probability(0.5)), new SamplingRule { Sampler = On }),
            state: "ot=rv:ffffffffffffff,a=1");

        ProvisionalSample.Settle(activity, route);

        Assert.Equal(state.Replace(",", ";rv:ffffffffffffff,"), activity.TraceStateString);
    }

    [Fact]
    public void A_route_that_is_left_out_costs_nothing_of_the_limit()
    {
        var sampler = new RateLimitingSampler(Sampler(Rule("/health", Off), new SamplingRule { Sampler = On }), 1, static () => 1);
        for (var i = 0; i < 10; i++)
            Assert.False(IsTaken("/health"));

        Assert.True(IsTaken("/orders"));
        // Who is beyond the limit does not even begin.
        Assert.False(Begin(sampler).IsTaken);

        bool IsTaken(string route)
        {
            var (isBegun, activity) = Begin(sampler);
            Assert.True(isBegun);
            ProvisionalSample.Settle(activity, route);
            return activity.Recorded;
        }
    }

    [Fact]
    public void What_another_sampler_insists_on_is_taken()
    {
        var (isTaken, activity) = Begin(new Insisting(Sampler(Rule("/left/out", Off), new SamplingRule { Sampler = On })));
        Assert.True(isTaken);

        ProvisionalSample.Settle(activity, "/left/out");

        Assert.True(activity.Recorded);
    }

    [Fact]
    public void What_another_sampler_leaves_out_is_forgotten()
    {
        var (isTaken, activity) = Begin(new ParentBasedSampler(
            Sampler(Rule("/a", Off), new SamplingRule { Sampler = On }), remoteParentSampled: new AlwaysOffSampler()), state: "a=1");
        Assert.False(isTaken);
        Assert.Null(activity.GetCustomProperty("autoinstr.sampling"));
    }

    [Theory]
    [InlineData("url.query", "debug=Redacted", true)]
    [InlineData("url.path", "/rewritten", false)]
    public void It_is_settled_by_what_was_known_at_the_beginning(string key, string later, bool isTaken)
    {
        IncomingRequest.Reader = (request, name) =>
            name == "http.route" && request is "/orders" ? "/orders" : name == key ? (key == "url.path" ? "/asked" : "debug=1") : null;
        var (_, activity) = Begin(Sampler(
            Rule("/left/out", Off),
            new SamplingRule
            {
                Values = new AttributeCondition(key, new IncludeExclude([key == "url.path" ? "/asked" : "debug=1"], [])),
                Sampler = On,
            }));
        activity.SetTag(key, later);

        ProvisionalSample.Settle(activity, "/orders");

        Assert.Equal(isTaken, activity.Recorded);
    }

    [Fact]
    public void Where_nobody_knows_requests_a_route_is_none()
    {
        IncomingRequest.Reader = null;
        Assert.False(Begin(Sampler(Rule("/taken", On))).IsTaken);
    }

    [Fact]
    public void Another_activity_is_left_alone()
    {
        Begin(Sampler(Rule("/left/out", Off), new SamplingRule { Sampler = On }));
        using var other = new Activity("other").Start();
        other.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        ProvisionalSample.Attach(other);

        ProvisionalSample.Settle(other, "/left/out");

        Assert.True(other.Recorded);
    }

    private sealed class Insisting(Sampler inner) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        {
            inner.ShouldSample(in samplingParameters);
            return new SamplingResult(SamplingDecision.RecordAndSample);
        }
    }

    private static SamplingRule Rule(string route, ComposableSettings sampler) =>
        new() { Values = new AttributeCondition("http.route", new IncludeExclude([route], [])), Sampler = sampler };

    private static CompositeSampler Sampler(params SamplingRule[] rules) =>
        new(ComposableSampler.Create(new ComposableSettings.RuleBased(rules)));

    /// <summary>What ASP.NET Core and the SDK do for a request.</summary>
    private static (bool IsTaken, Activity Activity) Begin(Sampler sampler, string? state = null)
    {
        var trace = ActivityTraceId.CreateRandom();
        var parent = state is null
            ? default : new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, state, isRemote: true);
        IncomingRequest.Note("before its route is known");
        var result = new SettlingSampler(sampler).ShouldSample(
            new SamplingParameters(parent, trace, IncomingRequest.Activity, ActivityKind.Server, null, null));
        var isTaken = result.Decision == SamplingDecision.RecordAndSample;
        var activity = new Activity(IncomingRequest.Activity);
        activity.SetParentId(trace, ActivitySpanId.CreateRandom(), isTaken ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None);
        activity.ActivityTraceFlags = isTaken ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        activity.IsAllDataRequested = isTaken;
        activity.TraceStateString = result.TraceStateString ?? state;
        ProvisionalSample.Attach(activity);
        return (isTaken, activity);
    }
}
