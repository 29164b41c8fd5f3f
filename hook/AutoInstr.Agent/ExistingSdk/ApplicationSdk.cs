using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.ExistingSdk;

/// <summary>The OpenTelemetry SDK that the application may have brought along, and which spans and instruments are therefore its own
/// business.</summary>
/// <remarks>
/// For spans, deferring happens where spans are sampled, started and stopped, not at export: the flag that says whether a span is recorded
/// is shared
/// by all listeners, so an agent that samples more than the application would make the application export more.
/// Until another assembly named OpenTelemetry is loaded, a question costs one read of a field.
/// </remarks>
internal sealed class ApplicationSdk
{
    private readonly ConditionalWeakTable<ActivityListener, ForeignListener> _examined = [];
    private readonly ExistingSdkMode _mode;
    private Snapshot _snapshot = new([], null);
    private volatile bool _isLoaded;
    private volatile bool _hasMeasured;

    /// <summary>Watches for an SDK of the application.</summary>
    /// <param name="mode">What is left to it.</param>
    public ApplicationSdk(ExistingSdkMode mode)
    {
        _mode = mode;
        if (mode == ExistingSdkMode.Both)
            return;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Notice(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Notice(assembly);
    }

    /// <summary>An SDK of the application is loaded, but no provider of it is made yet. Raised once.</summary>
    public event Action? Appeared;

    /// <summary>Whether an SDK of the application is loaded, whatever it listens to.</summary>
    public bool IsPresent => _isLoaded;

    /// <summary>Whether spans of a source are exported by the application itself.</summary>
    public bool Owns(ActivitySource source)
    {
        if (!_isLoaded)
            return false;
        if (!ListenerLists.IsReadable)
            return SayOnce(
                "it cannot be seen which sources that is with this version of System.Diagnostics.DiagnosticSource, so all are left to it");
        if (_mode == ExistingSdkMode.DeferAll)
            return Exporting() != null && SayOnce("all sources are left to it");
        foreach (var listener in ListenerLists.Of(source))
            if (Examine(listener).Exports)
                return SayOnce("the sources that it listens to are left to it");
        return false;
    }

    /// <summary>Whether anybody but the agent listens to a source, be it by an SDK or not.</summary>
    public bool IsHeardByOthers(ActivitySource source)
    {
        foreach (var listener in ListenerLists.Of(source))
        {
            if (!Examine(listener).IsAgents)
                return true;
        }
        return false;
    }

    /// <summary>Whether an instrument is exported by the application itself.</summary>
    public bool Owns(Instrument instrument)
    {
        if (!_isLoaded)
            return false;
        if (!InstrumentSubscriptions.IsReadable)
            return SayOnce(
                "it cannot be seen what it measures with this version of System.Diagnostics.DiagnosticSource, so all is left to it",
                    "metrics");
        if (!InstrumentSubscriptions.HaveForeignProvider(instrument))
            return false;
        _hasMeasured = true;
        return SayOnce(
            _mode == ExistingSdkMode.DeferAll ? "all instruments are left to it" : "the instruments that it measures are left to it",
                "metrics");
    }

    /// <summary>Whether every metric is left to the application, because it exports something. It stays so: a provider is gone before the
    /// last export, with what it exported.</summary>
    public bool OwnsAllMetrics() =>
        _mode == ExistingSdkMode.DeferAll && _isLoaded && (_hasMeasured || (ListenerLists.IsReadable && Exporting() != null));

    /// <summary>The sampler of the application's provider, which then holds for what the agent still records.</summary>
    /// <returns><see langword="null"/> when the application has no provider that exports.</returns>
    public SampleActivity<ActivityContext>? Sampler() => _isLoaded && ListenerLists.IsReadable ? Exporting()?.Sample : null;

    private void Notice(Assembly assembly)
    {
        if (_isLoaded || assembly.FullName is not { } name || !name.StartsWith("OpenTelemetry,", StringComparison.Ordinal) ||
            AssemblyLoadContext.GetLoadContext(assembly) == AgentContext.Own)
            return;
        _isLoaded = true;
        Appeared?.Invoke();
    }

    private ForeignListener? Exporting()
    {
        var all = ListenerLists.All();
        var snapshot = _snapshot;
        if (ReferenceEquals(all, snapshot.Listeners) && snapshot.Exporting != null)
            return snapshot.Exporting;

        ForeignListener? exporting = null;
        foreach (var listener in all)
        {
            if (Examine(listener) is { Exports: true } found)
            {
                exporting = found;
                break;
            }
        }
        _snapshot = new Snapshot(all, exporting);
        return exporting;
    }

    private ForeignListener Examine(ActivityListener listener) => _examined.GetValue(listener, ForeignListener.Examine);

    private static bool SayOnce(string what, string signal = "traces")
    {
        Log.Once(LogLevel.Warn, "existing-sdk " + signal,
            "the application has its own OpenTelemetry SDK: " + what + " (AUTOINSTR_EXISTING_SDK=both exports them here as well)");
        return true;
    }

    /// <summary>The listeners of the process at one moment and the provider found among them.</summary>
    private sealed record Snapshot(ActivityListener[] Listeners, ForeignListener? Exporting);
}
