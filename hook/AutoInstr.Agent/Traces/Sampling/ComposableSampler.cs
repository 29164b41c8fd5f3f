using AutoInstr.Agent.Configuration;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>A part of a <see cref="CompositeSampler"/>: says by which threshold a span is to be taken.</summary>
internal abstract class ComposableSampler
{
    /// <summary>What it does, in words for people.</summary>
    public abstract string Description { get; }

    /// <summary>Says it.</summary>
    /// <param name="span">The span that is about to begin.</param>
    /// <param name="parent">What its parent says of sampling.</param>
    public abstract SamplingIntent Intend(in SamplingParameters span, SamplingState parent);

    /// <summary>Makes the one that settings describe.</summary>
    public static ComposableSampler Create(ComposableSettings settings) => settings switch
    {
        ComposableSettings.AlwaysOn => new Fixed("AlwaysOn", SamplingThreshold.Always),
        ComposableSettings.Probability probability => new Fixed(
            FormattableString.Invariant($"Probability{{{probability.Ratio}}}"), SamplingThreshold.Of(probability.Ratio)),
        ComposableSettings.ParentThreshold parent => new ByParent(Create(parent.Root)),
        ComposableSettings.RuleBased rules => new RuleBasedSampler(rules.Rules),
        _ => new Fixed("AlwaysOff", SamplingThreshold.Never),
    };

    /// <summary>The same threshold for every span.</summary>
    private sealed class Fixed(string description, long threshold) : ComposableSampler
    {
        public override string Description => description;

        public override SamplingIntent Intend(in SamplingParameters span, SamplingState parent) => new(threshold, IsReliable: true);
    }

    /// <summary>As the parent was taken; without a parent as another sampler says.</summary>
    private sealed class ByParent(ComposableSampler root) : ComposableSampler
    {
        public override string Description { get; } = $"ParentThreshold{{{root.Description}}}";

        public override SamplingIntent Intend(in SamplingParameters span, SamplingState parent)
        {
            var context = span.ParentContext;
            if (context.TraceId == default)
                return root.Intend(in span, parent);
            var isRecorded = context.TraceFlags.HasFlag(System.Diagnostics.ActivityTraceFlags.Recorded);
            // A threshold that does not go with the flag is somebody's mistake: the flag is what everybody else goes by.
            return parent.Threshold is { } threshold && isRecorded
                ? new SamplingIntent(threshold, IsReliable: true)
                : new SamplingIntent(isRecorded ? SamplingThreshold.Always : SamplingThreshold.Never, IsReliable: false);
        }
    }
}

/// <summary>By which threshold a span is to be taken.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="IsReliable">Whether it tells the probability, so that receivers may count by it.</param>
/// <param name="IsProvisional">Whether there may be another one when the route of the request is known.</param>
internal readonly record struct SamplingIntent(long Threshold, bool IsReliable, bool IsProvisional = false);
