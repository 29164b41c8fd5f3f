using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>Stands around all samplers: the same ones decide again when the route of a request is known.</summary>
/// <param name="inner">The samplers, those of plug-ins too.</param>
internal sealed class SettlingSampler(Sampler inner) : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        ProvisionalSample.Forget();
        var result = inner.ShouldSample(in samplingParameters);
        if (ProvisionalSample.Of(samplingParameters.TraceId) is { } provisional)
        {
            if (result.Decision == SamplingDecision.RecordAndSample)
                provisional.Sampler = inner;
            else
                ProvisionalSample.Forget();
        }
        return result;
    }
}
