using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Traces.Sampling;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Traces;

public sealed class CompositeSamplerTests
{
    /// <summary>Randomness in the middle: a threshold of <c>8</c> is just reached.</summary>
    private const string Middle = "00000000000000000080000000000000";

    [Theory]
    [InlineData(0.0, "0000000000000000ffffffffffffffff", null)]
    [InlineData(0.5, Middle, "ot=th:8")]
    [InlineData(0.5, "0000000000000000007fffffffffffff", null)]
    [InlineData(0.75, "00000000000000000040000000000000", "ot=th:4")]
    [InlineData(1.0, "00000000000000000100000000000000", "ot=th:0")]
    public void Probability_of_a_root(double ratio, string trace, string? state)
    {
        var result = Sample(new ComposableSettings.Probability(ratio), trace);
        Assert.Equal(state is not null, result.Decision == SamplingDecision.RecordAndSample);
        Assert.Equal(state, result.TraceStateString);
    }

    [Theory]
    [InlineData("ot=rv:80000000000000", true, "ot=th:8;rv:80000000000000")]
    [InlineData("ot=rv:7fffffffffffff", false, null)]
    [InlineData("a=1,ot=th:4;x:y;rv:ffffffffffffff, b=2", true, "ot=th:8;x:y;rv:ffffffffffffff,a=1,b=2")]
    [InlineData("ot=th:8;rv:ffffffffffffff", true, null)]
    [InlineData("ot=rv:zz", false, null)]
    public void Randomness_of_the_parent(string parent, bool isSampled, string? state)
    {
        var result = Sample(
            new ComposableSettings.Probability(0.5), "00000000000000000010000000000000", state: parent, flags: ActivityTraceFlags.Recorded);
        Assert.Equal(isSampled, result.Decision == SamplingDecision.RecordAndSample);
        Assert.Equal(state, result.TraceStateString);
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, "ot=th:8", true, null)]
    [InlineData(ActivityTraceFlags.Recorded, null, true, null)]
    [InlineData(ActivityTraceFlags.Recorded, "a=1", true, null)]
    [InlineData(ActivityTraceFlags.None, null, false, null)]
    [InlineData(ActivityTraceFlags.None, "ot=th:8", false, null)]
    public void As_the_parent_was_taken(ActivityTraceFlags flags, string? parent, bool isSampled, string? state)
    {
        var settings = new ComposableSettings.ParentThreshold(new ComposableSettings.AlwaysOff());
        var result = Sample(settings, Middle, state: parent, flags: flags);
        Assert.Equal(isSampled, result.Decision == SamplingDecision.RecordAndSample);
        Assert.Equal(state, result.TraceStateString);
    }

    [Fact]
    public void Without_a_parent_its_root_decides() => Assert.Equal(
        "ot=th:0", Sample(new ComposableSettings.ParentThreshold(new ComposableSettings.AlwaysOn()), Middle).TraceStateString);

    [Theory]
    [InlineData(ActivityKind.Server, "/health", false)]
    [InlineData(ActivityKind.Server, "/health/live", true)]
    [InlineData(ActivityKind.Client, "/health", true)]
    [InlineData(ActivityKind.Server, "/assets/x.css", false)]
    [InlineData(ActivityKind.Server, "/assets/important/x.css", true)]
    [InlineData(ActivityKind.Server, null, true)]
    public void The_first_rule_that_fits_decides(ActivityKind kind, string? path, bool isSampled)
    {
        var off = new ComposableSettings.AlwaysOff();
        var rules = new ComposableSettings.RuleBased(
        [
            new() { Kinds = [ActivityKind.Server, ActivityKind.Consumer], Values = Is("url.path", "/health", "/ready"), Sampler = off },
            new()
            {
                Patterns = new AttributeCondition("url.path", new IncludeExclude(["/assets/*"], ["*/important/*"])),
                Sampler = off,
            },
            new() { Sampler = new ComposableSettings.AlwaysOn() },
        ]);
        KeyValuePair<string, object?>[] tags = path is null ? [] : [new("http.request.method", "GET"), new("url.path", path)];
        Assert.Equal(isSampled, IsSampled(rules, kind, tags));
        Assert.Equal(isSampled, IsSampled(rules, kind, new ActivityTagsCollection(tags)));
        Assert.Equal(isSampled, IsSampled(rules, kind, new TagList(tags)));
        Assert.Equal(isSampled, IsSampled(rules, kind, tags.Where(static _ => true)));
    }

    [Theory]
    [InlineData(404, "404", true)]
    [InlineData(404L, "404", true)]
    [InlineData(1.5, "1.5", true)]
    [InlineData(true, "true", true)]
    [InlineData(new[] { "a", "b" }, "b", true)]
    [InlineData(new[] { "a", "b" }, "c", false)]
    [InlineData(null, "", false)]
    public void Values_are_compared_as_texts(object? value, string text, bool fits) => Assert.Equal(
        fits, IsSampled(
            new ComposableSettings.RuleBased([new() { Values = Is("key", text), Sampler = new ComposableSettings.AlwaysOn() }]),
            ActivityKind.Internal, new KeyValuePair<string, object?>[] { new("key", value) }));

    [Theory]
    [InlineData(SpanParent.None, true, false, false)]
    [InlineData(SpanParent.Remote, false, true, false)]
    [InlineData(SpanParent.Local, false, false, true)]
    internal void Parents(SpanParent parent, bool none, bool remote, bool local)
    {
        var rules = new ComposableSettings.RuleBased([new() { Parents = [parent], Sampler = new ComposableSettings.AlwaysOn() }]);
        Assert.Equal(
            (none, remote, local),
            (Takes(default), Takes(Context(isRemote: true)), Takes(Context(isRemote: false))));

        bool Takes(ActivityContext context) => new CompositeSampler(ComposableSampler.Create(rules)).ShouldSample(
            new SamplingParameters(context, ActivityTraceId.CreateRandom(), "span", ActivityKind.Internal, null, null)).Decision ==
            SamplingDecision.RecordAndSample;
    }

    [Fact]
    public void No_rule_no_span() => Assert.False(IsSampled(new ComposableSettings.RuleBased([]), ActivityKind.Server, null));

    [Fact]
    public void Nothing_is_allocated_for_a_span()
    {
        var sampler = new CompositeSampler(ComposableSampler.Create(new ComposableSettings.ParentThreshold(new ComposableSettings.RuleBased(
        [
            new()
            {
                Kinds = [ActivityKind.Server],
                Patterns = new AttributeCondition("url.path", new IncludeExclude(["/a*b*c"], [])),
                Sampler = new ComposableSettings.AlwaysOff(),
            },
            new() { Values = Is("http.request.method", "GET"), Sampler = new ComposableSettings.Probability(1) },
        ]))));
        var parameters = new SamplingParameters(
            default, ActivityTraceId.CreateRandom(), "span", ActivityKind.Server,
            new KeyValuePair<string, object?>[] { new("url.path", "/abbbbb"), new("http.request.method", "GET") }, null);
        sampler.ShouldSample(in parameters);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            sampler.ShouldSample(in parameters);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static AttributeCondition Is(string key, params string[] values) => new(key, new IncludeExclude(values, []));

    private static bool IsSampled(ComposableSettings settings, ActivityKind kind, IEnumerable<KeyValuePair<string, object?>>? tags) =>
        new CompositeSampler(ComposableSampler.Create(settings)).ShouldSample(
            new SamplingParameters(default, ActivityTraceId.CreateRandom(), "span", kind, tags, null)).Decision ==
        SamplingDecision.RecordAndSample;

    private static SamplingResult Sample(
        ComposableSettings settings, string trace, string? state = null, ActivityTraceFlags? flags = null)
    {
        var id = ActivityTraceId.CreateFromString(trace);
        var parent = flags is null ? default : new ActivityContext(id, ActivitySpanId.CreateRandom(), flags.Value, state, isRemote: true);
        return new CompositeSampler(ComposableSampler.Create(settings)).ShouldSample(
            new SamplingParameters(parent, id, "span", ActivityKind.Internal, null, null));
    }

    private static ActivityContext Context(bool isRemote) =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, isRemote: isRemote);
}
