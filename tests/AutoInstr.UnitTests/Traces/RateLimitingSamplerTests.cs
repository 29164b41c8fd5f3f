using System.Diagnostics;
using AutoInstr.Agent.Traces;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Traces;

public sealed class RateLimitingSamplerTests
{
    private static readonly ActivityTraceId Trace = ActivityTraceId.CreateRandom();

    private long _now = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void So_many_at_once_and_in_every_second_after(int limit)
    {
        var sampler = new RateLimitingSampler(new AlwaysOnSampler(), limit, () => _now);

        Assert.Equal(limit, Taken(sampler, 3 * limit));
        _now += Stopwatch.Frequency;
        Assert.Equal(limit, Taken(sampler, 3 * limit));
        // Longer silence gives no credit.
        _now += 100 * Stopwatch.Frequency;
        Assert.Equal(limit, Taken(sampler, 3 * limit));
    }

    [Fact]
    public void They_are_spread_over_the_second()
    {
        var sampler = new RateLimitingSampler(new AlwaysOnSampler(), 10, () => _now);
        Taken(sampler, 10);

        var taken = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            _now += Stopwatch.Frequency / 10;
            taken.Add(Taken(sampler, 3));
        }

        Assert.All(taken, count => Assert.Equal(1, count));
    }

    [Fact]
    public void What_the_other_sampler_leaves_out_does_not_count()
    {
        var sampler = new RateLimitingSampler(new TraceIdRatioBasedSampler(0), 1, () => _now);

        Assert.Equal(0, Taken(sampler, 10));
    }

    [Theory]
    [InlineData(true, true, SamplingDecision.RecordAndSample)]
    [InlineData(true, false, SamplingDecision.RecordAndSample)]
    [InlineData(false, true, SamplingDecision.RecordAndSample)]
    [InlineData(false, false, SamplingDecision.Drop)]
    public void A_parent_decides(bool isRemote, bool isRecorded, SamplingDecision decision)
    {
        var sampler = new RateLimitingSampler(new AlwaysOnSampler(), 1, () => _now);
        Taken(sampler, 1);
        var parent = new ActivityContext(
            Trace, ActivitySpanId.CreateRandom(), isRecorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, isRemote: isRemote);

        Assert.Equal(decision, sampler.ShouldSample(new SamplingParameters(parent, Trace, "work", ActivityKind.Internal)).Decision);
    }

    [Fact]
    public void Threads_do_not_get_more()
    {
        var sampler = new RateLimitingSampler(new AlwaysOnSampler(), 100, () => _now);
        var taken = 0;

        Parallel.For(0, 8, _ => Interlocked.Add(ref taken, Taken(sampler, 100)));

        Assert.Equal(100, taken);
    }

    private static int Taken(RateLimitingSampler sampler, int traces)
    {
        var parameters = new SamplingParameters(default, Trace, "work", ActivityKind.Server);
        var taken = 0;
        for (var i = 0; i < traces; i++)
            taken += sampler.ShouldSample(in parameters).Decision == SamplingDecision.RecordAndSample ? 1 : 0;
        return taken;
    }
}
