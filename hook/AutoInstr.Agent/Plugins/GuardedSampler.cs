using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Plugins;

/// <summary>A plug-in's sampler; when it fails, the one that it stands in front of decides.</summary>
/// <param name="inner">The sampler.</param>
/// <param name="otherwise">The one of the settings.</param>
/// <param name="guard">The plug-in's.</param>
internal sealed class GuardedSampler(Sampler inner, Sampler otherwise, PluginGuard guard) : Sampler
{
    private readonly string _part = inner.GetType().Name + "." + nameof(ShouldSample);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (!guard.IsFaulty)
        {
            try
            {
                return inner.ShouldSample(in samplingParameters);
            }
            catch (Exception exception)
            {
                guard.Disable(_part, exception);
            }
        }
        return otherwise.ShouldSample(in samplingParameters);
    }
}
