using System.Diagnostics;
using System.Reflection;
using OpenTelemetry;

namespace AutoInstr.Agent.ExistingSdk;

/// <summary>What one ActivityListener turns out to be: a TracerProvider of the application's SDK, or something else.</summary>
internal sealed class ForeignListener
{
    private readonly Func<object?>? _readProcessor;
    private bool _hasProcessor;

    private ForeignListener(ActivityListener listener)
    {
        IsAgents = (listener.ActivityStopped ?? (Delegate?)listener.ShouldListenTo)?.Method.DeclaringType?.Assembly ==
            typeof(ForeignListener).Assembly;
        if (ProviderOf(listener) is not { } provider)
            return;
        Sample = listener.Sample;
        _readProcessor = provider.GetType().GetProperty("Processor", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?
            .GetMethod?.CreateDelegate<Func<object?>>(provider);
        // Without the property the provider is taken to export: a span lost to a guess is worse than one seen once.
        _hasProcessor = _readProcessor == null;
        IsProvider = true;
    }

    /// <summary>Whether it is one of the agent's own.</summary>
    public bool IsAgents { get; }

    /// <summary>Whether it belongs to a TracerProvider of another copy of the SDK.</summary>
    public bool IsProvider { get; }

    /// <summary>Whether that provider exports: one may be built first and given its processors later.</summary>
    public bool Exports => IsProvider && (_hasProcessor || (_hasProcessor = _readProcessor!() != null));

    /// <summary>The provider's sampler, and its rule of suppression.</summary>
    public SampleActivity<ActivityContext>? Sample { get; }

    /// <summary>Looks at a listener.</summary>
    public static ForeignListener Examine(ActivityListener listener) => new(listener);

    private static object? ProviderOf(ActivityListener listener)
    {
        var stopped = listener.ActivityStopped;
        if (stopped?.Method.DeclaringType is not { } declaring || declaring.Assembly == typeof(Sdk).Assembly ||
            AssemblyIdentity.Name(declaring.Assembly) != "OpenTelemetry")
            return null;
        var target = stopped.Target;
        return target is null || IsTracerProvider(target) ? target : CapturedProvider(target, depth: 4);
    }

    private static bool IsTracerProvider(object target) => target.GetType().Name == "TracerProviderSdk";

    /// <summary>Where the provider handles activities without a source, its delegates are closures
    /// that hold it, or hold one that does.</summary>
    private static object? CapturedProvider(object closure, int depth)
    {
        foreach (var field in closure.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (field.GetValue(closure) is not { } value)
                continue;
            if (IsTracerProvider(value))
                return value;
            if (depth > 1 && value.GetType().DeclaringType == closure.GetType().DeclaringType &&
                CapturedProvider(value, depth - 1) is { } provider)
                return provider;
        }
        return null;
    }
}
