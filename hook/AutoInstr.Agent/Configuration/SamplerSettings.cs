using System.Diagnostics;

namespace AutoInstr.Agent.Configuration;

/// <summary>A sampler of a configuration file.</summary>
internal abstract record SamplerSettings
{
    /// <summary>Takes everything.</summary>
    public sealed record AlwaysOn : SamplerSettings;

    /// <summary>Takes nothing.</summary>
    public sealed record AlwaysOff : SamplerSettings;

    /// <summary>Takes a share of the traces, by their ids.</summary>
    /// <param name="Ratio">The share, 0 to 1.</param>
    public sealed record TraceIdRatio(double Ratio) : SamplerSettings;

    /// <summary>Goes by the parent.</summary>
    /// <param name="Root">Where there is none.</param>
    /// <param name="RemoteSampled">For one of another process that is taken.</param>
    /// <param name="RemoteNotSampled">For one of another process that is not.</param>
    /// <param name="LocalSampled">For one of this process that is taken.</param>
    /// <param name="LocalNotSampled">For one of this process that is not.</param>
    public sealed record ParentBased(
        SamplerSettings Root, SamplerSettings RemoteSampled, SamplerSettings RemoteNotSampled, SamplerSettings LocalSampled,
        SamplerSettings LocalNotSampled) : SamplerSettings
    {
        /// <summary>As the specification's defaults are: what the parent is, its children are.</summary>
        public static ParentBased Of(SamplerSettings root) => new(root, new AlwaysOn(), new AlwaysOff(), new AlwaysOn(), new AlwaysOff());
    }

    /// <summary>Samples consistently, by a threshold that travels in <c>tracestate</c>.</summary>
    /// <param name="Sampler">What gives the threshold.</param>
    public sealed record Composite(ComposableSettings Sampler) : SamplerSettings;
}

/// <summary>What gives the threshold of a consistent sampler.</summary>
internal abstract record ComposableSettings
{
    /// <summary>Takes everything.</summary>
    public sealed record AlwaysOn : ComposableSettings;

    /// <summary>Takes nothing.</summary>
    public sealed record AlwaysOff : ComposableSettings;

    /// <summary>Takes a share of the traces.</summary>
    /// <param name="Ratio">The share, 0 to 1.</param>
    public sealed record Probability(double Ratio) : ComposableSettings;

    /// <summary>Goes by the parent.</summary>
    /// <param name="Root">Where there is none.</param>
    public sealed record ParentThreshold(ComposableSettings Root) : ComposableSettings;

    /// <summary>The first rule that fits decides; where none does, nothing is taken.</summary>
    /// <param name="Rules">The rules.</param>
    public sealed record RuleBased(IReadOnlyList<SamplingRule> Rules) : ComposableSettings;
}

/// <summary>Which spans a sampler is for: those for which everything that is set holds.</summary>
internal sealed record SamplingRule
{
    /// <summary>An attribute that has one of some values, or <see langword="null"/>.</summary>
    public AttributeCondition? Values { get; init; }

    /// <summary>An attribute whose value is of a pattern, or <see langword="null"/>.</summary>
    public AttributeCondition? Patterns { get; init; }

    /// <summary>Kinds of span; empty for any.</summary>
    public IReadOnlyList<ActivityKind> Kinds { get; init; } = [];

    /// <summary>Where the parent is; empty for anywhere.</summary>
    public IReadOnlyList<SpanParent> Parents { get; init; } = [];

    /// <summary>What decides.</summary>
    public required ComposableSettings Sampler { get; init; }
}

/// <summary>An attribute and what it may be.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Allowed">The values, or patterns of them.</param>
internal sealed record AttributeCondition(string Key, IncludeExclude Allowed);

/// <summary>Where a span's parent is.</summary>
internal enum SpanParent
{
    /// <summary>There is none.</summary>
    None,
    /// <summary>In another process.</summary>
    Remote,
    /// <summary>In this process.</summary>
    Local,
}
