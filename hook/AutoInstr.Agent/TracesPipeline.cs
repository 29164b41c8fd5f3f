using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent;

/// <summary>The traces signal from the sources to the exporters.</summary>
internal sealed class TracesPipeline
{
    private readonly TracerProvider _provider;
    private readonly IReadOnlyList<SpanBatchProcessor> _processors;
    private readonly List<IDisposable> _listeners = [];
    private readonly int _timeout;
    private int _flushTimeLeft;

    private TracesPipeline(AgentSettings settings)
    {
        _timeout = (int)settings.ShutdownTimeout.TotalMilliseconds;
        _flushTimeLeft = _timeout;
        _processors = ExporterPipeline.Create(settings.Traces);
        _provider = TracerProviderFactory.Create(settings, _processors);
        Listen(settings);
    }

    /// <summary>Builds the provider and begins to listen.</summary>
    /// <returns><see langword="null"/> when the settings ask for no traces.</returns>
    public static TracesPipeline? Start(AgentSettings settings) =>
        settings.Traces is { Enabled: true, Exporters.Count: > 0 } ? new TracesPipeline(settings) : null;

    /// <summary>Sends what there is. Several such calls hold the process up no longer than one may.</summary>
    public void Flush()
    {
        var started = Stopwatch.GetTimestamp();
        _provider.ForceFlush(Math.Max(0, _flushTimeLeft));
        Interlocked.Add(ref _flushTimeLeft, -(int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Sends what there is, stops listening, and says what was lost.</summary>
    public void ShutDown()
    {
        _provider.Shutdown(_timeout);
        foreach (var listener in _listeners)
            listener.Dispose();
        foreach (var processor in _processors)
            ReportLosses(processor);
    }

    private static void ReportLosses(SpanBatchProcessor processor)
    {
        var (dropped, undelivered, pending) = (processor.DroppedSpans, processor.UndeliveredSpans, processor.PendingSpans);
        if (dropped + undelivered + pending > 0)
            Log.Warn(
                $"{dropped + undelivered + pending} spans were lost on the way to {processor.Name}: " +
                $"{dropped} found the queue full (OTEL_BSP_MAX_QUEUE_SIZE), {undelivered} could not be delivered, " +
                $"{pending} were still on their way");
    }

    private void Listen(AgentSettings settings)
    {
        var application = new ApplicationSdk(settings.ExistingSdk);
        var sdk = SdkListener.Of(_provider);
        var normalised = new SourceNames();
        var plain = new SourceNames { Except = normalised };
        var rows = new List<Instrumentation>();
        foreach (var row in Catalogue.Create())
        {
            if (!settings.Traces.IsInstrumentationEnabled(row.Id))
                continue;
            (row.Normalises ? normalised : plain).Add(row.Sources);
            if (row.Normalises)
                _listeners.Add(new SourceListener(Names(row.Sources), row, sdk, application));
            if (row.Assembly != null)
                rows.Add(row);
        }
        plain.Add(settings.Traces.AdditionalSources);
        if (settings.Traces.AdditionalLegacySources.Count > 0)
            plain.Add([""]);
        _listeners.Add(new SourceListener(plain, null, sdk, application));
        _listeners.Add(new LibraryWatcher(rows, settings.Traces, application));
        Log.Info($"started: exporters {string.Join(", ", settings.Traces.Exporters)}");
    }

    private static SourceNames Names(IReadOnlyList<string> sources)
    {
        var names = new SourceNames();
        names.Add(sources);
        return names;
    }
}
