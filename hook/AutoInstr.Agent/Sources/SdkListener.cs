using System.Diagnostics;
using System.Reflection;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Sources;

/// <summary>The three delegates with which the SDK's provider samples spans and takes them in.</summary>
/// <remarks>
/// The provider is built without sources, so its own listener never hears anything; ours hear, decide, and hand over. That gives a
/// place for deferring and normalising, and matching by name without regular expressions. The SDK is the kit's own, pinned copy.
/// </remarks>
internal sealed class SdkListener
{
    private readonly ActivityListener _listener;

    private SdkListener(ActivityListener listener) => _listener = listener;

    /// <summary>Asks the sampler.</summary>
    public SampleActivity<ActivityContext> Sample => _listener.Sample!;

    /// <summary>Hands over a span that has begun.</summary>
    public Action<Activity> Started => _listener.ActivityStarted!;

    /// <summary>Hands over a span that has ended.</summary>
    public Action<Activity> Stopped => _listener.ActivityStopped!;

    /// <summary>Finds the delegates of a provider.</summary>
    /// <exception cref="MissingFieldException">This is not the SDK that the agent was built with.</exception>
    public static SdkListener Of(TracerProvider provider)
    {
        var field = provider.GetType().GetField("listener", BindingFlags.Instance | BindingFlags.NonPublic);
        return new SdkListener(
            field?.GetValue(provider) as ActivityListener ?? throw new MissingFieldException(provider.GetType().FullName, "listener"));
    }
}
