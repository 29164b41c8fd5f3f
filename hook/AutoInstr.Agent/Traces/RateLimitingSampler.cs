using System.Diagnostics;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces.Sampling;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces;

/// <summary>Of the traces that begin in this process and that another sampler takes, at most so many in a second. Traces that came with a
/// request are the business of who began them.</summary>
/// <remarks>The generic cell rate algorithm: one number, the time at which everything that was let through is paid for.</remarks>
internal sealed class RateLimitingSampler : Sampler
{
    private static readonly SamplingResult Drop = new(SamplingDecision.Drop);

    private readonly Sampler _inner;
    private readonly Func<long> _now;
    private readonly int _limit;
    private readonly long _cost;
    private readonly long _credit;
    private readonly Action _giveBack;
    private long _paid;

    /// <summary>Makes one.</summary>
    /// <param name="inner">Who decides first.</param>
    /// <param name="tracesPerSecond">At most so many in a second, and at once.</param>
    /// <param name="now">The time, as <see cref="Stopwatch"/> counts it.</param>
    public RateLimitingSampler(Sampler inner, int tracesPerSecond, Func<long>? now = null)
    {
        (_inner, _limit, _now) = (inner, tracesPerSecond, now ?? Stopwatch.GetTimestamp);
        _cost = Math.Max(1, Stopwatch.Frequency / tracesPerSecond);
        _credit = Stopwatch.Frequency - _cost;
        _paid = long.MinValue;
        _giveBack = () => Interlocked.Add(ref _paid, -_cost);
        Description = $"RateLimitingSampler{{{tracesPerSecond},{inner.Description}}}";
    }

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        var hasParent = parent.TraceId != default;
        // A sampler that does not go by the parent would keep what is inside of a trace that has been left out.
        if (hasParent && !parent.IsRemote && !parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            return Drop;
        var result = _inner.ShouldSample(in samplingParameters);
        // What is settled has been let through before.
        if (hasParent || result.Decision != SamplingDecision.RecordAndSample || ProvisionalSample.IsSettling)
            return result;
        if (IsWithinLimit())
        {
            if (ProvisionalSample.Of(samplingParameters.TraceId) is { } provisional)
                provisional.GiveBack = _giveBack;
            return result;
        }
        Log.Once(
            LogLevel.Warn, "traces per second",
            $"more traces begin here than AUTOINSTR_MAX_TRACES_PER_SECOND={_limit} lets through; the others are left out");
        return Drop;
    }

    private bool IsWithinLimit()
    {
        while (true)
        {
            var paid = Volatile.Read(ref _paid);
            var now = _now();
            var from = Math.Max(paid, now);
            if (from - now > _credit)
                return false;
            if (Interlocked.CompareExchange(ref _paid, from + _cost, paid) == paid)
                return true;
        }
    }
}
