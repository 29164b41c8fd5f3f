using AutoInstr.Agent.Configuration;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces;

/// <summary>The sampler that OTEL_TRACES_SAMPLER names, and the limit of AUTOINSTR_MAX_TRACES_PER_SECOND.</summary>
internal static class Samplers
{
    /// <summary>Makes the sampler. It is handed to the SDK, which then does not read the variable itself.</summary>
    public static Sampler Create(TracesSettings settings) => settings.MaxTracesPerSecond is { } limit
        ? new RateLimitingSampler(Named(settings), limit)
        : Named(settings);

    private static Sampler Named(TracesSettings settings) => settings.Sampler switch
    {
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(settings.SamplerRatio),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.SamplerRatio)),
        _ => new ParentBasedSampler(new AlwaysOnSampler()),
    };
}
