using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>Takes a span when its trace's randomness reaches the threshold that a <see cref="ComposableSampler"/> says, and hands the
/// threshold on in <c>tracestate</c>.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/trace/sdk/#compositesampler.</remarks>
internal sealed class CompositeSampler : Sampler
{
    private static readonly SamplingResult Drop = new(SamplingDecision.Drop);

    private readonly ComposableSampler _sampler;

    /// <summary>What root spans were given last: most have the same threshold and nothing else in their <c>tracestate</c>.</summary>
    private RootResult? _root;

    /// <summary>Makes one.</summary>
    /// <param name="sampler">What says the threshold.</param>
    public CompositeSampler(ComposableSampler sampler)
    {
        _sampler = sampler;
        Description = $"Composite{{{sampler.Description}}}";
    }

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var traceState = samplingParameters.ParentContext.TraceState;
        var parent = SamplingState.Parse(traceState);
        var intent = _sampler.Intend(in samplingParameters, parent);
        if (intent.Threshold > (parent.Randomness ?? SamplingThreshold.Randomness(samplingParameters.TraceId)))
            return Drop;
        if (intent.IsProvisional)
            ProvisionalSample.Begin(in samplingParameters);
        long? threshold = intent.IsReliable ? intent.Threshold : null;
        if (threshold == parent.Threshold)
            return new SamplingResult(SamplingDecision.RecordAndSample);
        return string.IsNullOrEmpty(traceState) && threshold is { } value ? Root(value)
            : new SamplingResult(SamplingDecision.RecordAndSample, SamplingState.With(traceState, threshold));
    }

    private SamplingResult Root(long threshold)
    {
        var root = _root;
        if (root is null || root.Threshold != threshold)
            _root = root = new RootResult(
                threshold, new SamplingResult(SamplingDecision.RecordAndSample, SamplingState.With(null, threshold)));
        return root.Result;
    }

    private sealed record RootResult(long Threshold, SamplingResult Result);
}
