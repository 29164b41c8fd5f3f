using System.Collections;
using System.Globalization;
using AutoInstr.Agent.Configuration;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>Leaves it to the sampler of the first rule that fits a span; what no rule fits is not taken.</summary>
/// <remarks>What is compared for each span is prepared here; nothing is allocated for one. As long as a rule goes by a route that is not
/// known yet, what the most generous of the rules in question says counts, provisionally.</remarks>
internal sealed class RuleBasedSampler : ComposableSampler
{
    private static readonly SamplingIntent Nothing = new(SamplingThreshold.Never, IsReliable: false);

    private readonly Rule[] _rules;

    /// <summary>Makes one.</summary>
    /// <param name="rules">The rules, in order.</param>
    public RuleBasedSampler(IReadOnlyList<SamplingRule> rules)
    {
        _rules = [.. rules.Select(static rule => new Rule(rule))];
        Description = $"RuleBased{{{string.Join(',', _rules.Select(static rule => rule.Sampler.Description))}}}";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override SamplingIntent Intend(in SamplingParameters span, SamplingState parent)
    {
        SamplingIntent? possible = null;
        foreach (var rule in _rules)
        {
            if (rule.Fits(in span) is not { } fits)
                possible = Widest(possible, rule.Sampler.Intend(in span, parent));
            else if (fits)
                return Widest(possible, rule.Sampler.Intend(in span, parent));
        }
        return Widest(possible, Nothing);
    }

    private static SamplingIntent Widest(SamplingIntent? possible, SamplingIntent next)
    {
        if (possible is not { } other || other == next)
            return next;
        return (other.Threshold < next.Threshold ? other : next) with { IsProvisional = true };
    }

    private sealed class Rule(SamplingRule settings)
    {
        private readonly int _kinds = settings.Kinds.Aggregate(0, static (mask, kind) => mask | 1 << (int)kind);
        private readonly int _parents = settings.Parents.Aggregate(0, static (mask, parent) => mask | 1 << (int)parent);

        public ComposableSampler Sampler { get; } = Create(settings.Sampler);

        /// <summary>Whether everything holds; <see langword="null"/> while that depends on what is not known yet.</summary>
        public bool? Fits(in SamplingParameters span)
        {
            if ((_kinds != 0 && (_kinds & 1 << (int)span.Kind) == 0) || (_parents != 0 && (_parents & 1 << (int)ParentOf(in span)) == 0))
                return false;
            var values = Holds(settings.Values, isPattern: false, in span);
            return values == false ? false : values & Holds(settings.Patterns, isPattern: true, in span);
        }

        private static SpanParent ParentOf(in SamplingParameters span) =>
            span.ParentContext.TraceId == default ? SpanParent.None : span.ParentContext.IsRemote ? SpanParent.Remote : SpanParent.Local;

        private static bool? Holds(AttributeCondition? condition, bool isPattern, in SamplingParameters span)
        {
            if (condition is null)
                return true;
            return SpanAttribute.Find(in span, condition.Key) switch
            {
                null => SpanAttribute.IsToCome(in span, condition.Key) ? null : false,
                string text => Allows(condition.Allowed, text, isPattern),
                IEnumerable values => AllowsAny(condition.Allowed, values, isPattern),
                // As the conventions write values: not "True", and no comma in a number.
                bool truth => Allows(condition.Allowed, truth ? "true" : "false", isPattern),
                IFormattable value => Allows(condition.Allowed, value.ToString(null, CultureInfo.InvariantCulture), isPattern),
                var other => Allows(condition.Allowed, other.ToString() ?? "", isPattern),
            };
        }

        private static bool AllowsAny(IncludeExclude allowed, IEnumerable values, bool isPattern)
        {
            foreach (var value in values)
            {
                if (value is not null && Allows(allowed, Convert.ToString(value, CultureInfo.InvariantCulture)!, isPattern))
                    return true;
            }
            return false;
        }

        private static bool Allows(IncludeExclude allowed, string text, bool isPattern)
        {
            if (isPattern)
                return allowed.Contains(text);
            for (var i = 0; i < allowed.Included.Count; i++)
            {
                if (allowed.Included[i] == text)
                    return true;
            }
            return false;
        }
    }
}
