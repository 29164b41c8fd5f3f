using System.Diagnostics;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;

namespace AutoInstr.Agent.Sources;

/// <summary>Listens to a set of sources: leaves to the application's SDK what is its own, normalises, and hands over to ours.</summary>
/// <remarks>Its delegates run inside the application's calls, so nothing leaves them.</remarks>
internal sealed class SourceListener : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly BackgroundStart<SpanExport> _export;
    private readonly ApplicationSdk _application;
    private readonly Instrumentation? _normaliser;

    /// <summary>Begins to listen.</summary>
    /// <param name="names">The sources.</param>
    /// <param name="normaliser">The row that puts their spans right, or <see langword="null"/>.</param>
    /// <param name="export">Who takes the spans.</param>
    /// <param name="application">Who may own them instead.</param>
    public SourceListener(SourceNames names, Instrumentation? normaliser, BackgroundStart<SpanExport> export, ApplicationSdk application)
    {
        _export = export;
        _application = application;
        _normaliser = normaliser;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => names.Contains(source.Name),
            Sample = Sample,
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options)
    {
        try
        {
            if (_application.Owns(options.Source))
            {
                _normaliser?.OnDeferred();
                return ActivitySamplingResult.None;
            }
            if (_normaliser?.IsWanted(in options) == false)
                return ActivitySamplingResult.None;
            return (_application.Sampler() ?? _export.Value?.Sdk.Sample)?.Invoke(ref options) ?? ActivitySamplingResult.None;
        }
        catch (Exception exception)
        {
            Report(options.Source, exception);
            return ActivitySamplingResult.None;
        }
    }

    private void OnStarted(Activity activity)
    {
        try
        {
            if (_application.Owns(activity.Source))
                return;
            _export.Value?.Sdk.Started(activity);
            if (activity.IsAllDataRequested)
                _normaliser?.OnStart(activity);
        }
        catch (Exception exception)
        {
            Report(activity.Source, exception);
        }
    }

    private void OnStopped(Activity activity)
    {
        try
        {
            if (_application.Owns(activity.Source))
                return;
            if (!activity.IsAllDataRequested || _normaliser == null || _normaliser.OnStop(activity))
                _export.Value?.Sdk.Stopped(activity);
        }
        catch (Exception exception)
        {
            Report(activity.Source, exception);
        }
    }

    private static void Report(ActivitySource source, Exception exception) =>
        Log.Once(
            LogLevel.Error, "listener " + source.Name,
            $"a span of {source.Name} could not be handled ({exception.GetType().Name}: {exception.Message}); " +
            "further ones are not reported");
}
