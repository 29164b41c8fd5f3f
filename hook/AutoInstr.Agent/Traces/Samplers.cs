using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Traces.Sampling;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces;

/// <summary>The sampler of a configuration file or the one that OTEL_TRACES_SAMPLER names, and the limit of
/// AUTOINSTR_MAX_TRACES_PER_SECOND.</summary>
internal static class Samplers
{
    /// <summary>Makes the sampler. It is handed to the SDK, which then does not read the variable itself.</summary>
    public static Sampler Create(TracesSettings settings)
    {
        var sampler = settings.SamplerOfFile is { } described ? OfFile(described) : Named(settings);
        return settings.MaxTracesPerSecond is { } limit ? new RateLimitingSampler(sampler, limit) : sampler;
    }

    private static Sampler Named(TracesSettings settings) => settings.Sampler switch
    {
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(settings.SamplerRatio),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.SamplerRatio)),
        _ => new ParentBasedSampler(new AlwaysOnSampler()),
    };

    private static Sampler OfFile(SamplerSettings settings) => settings switch
    {
        SamplerSettings.AlwaysOn => new AlwaysOnSampler(),
        SamplerSettings.AlwaysOff => new AlwaysOffSampler(),
        SamplerSettings.TraceIdRatio ratio => new TraceIdRatioBasedSampler(ratio.Ratio),
        SamplerSettings.ParentBased parent => new ParentBasedSampler(
            OfFile(parent.Root), OfFile(parent.RemoteSampled), OfFile(parent.RemoteNotSampled), OfFile(parent.LocalSampled),
            OfFile(parent.LocalNotSampled)),
        SamplerSettings.Composite composite => new CompositeSampler(ComposableSampler.Create(composite.Sampler)),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings, "No such sampler."),
    };
}
