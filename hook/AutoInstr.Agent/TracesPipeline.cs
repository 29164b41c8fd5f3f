using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;

namespace AutoInstr.Agent;

/// <summary>The traces signal from the sources to the exporters.</summary>
internal sealed class TracesPipeline
{
    /// <summary>How long a span may wait for the SDK, once: many times what building it takes on a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly BackgroundStart<SpanExport> _export;
    private readonly List<IDisposable> _listeners = [];
    private readonly int _timeout;
    private int _flushTimeLeft;

    private TracesPipeline(AgentSettings settings)
    {
        _timeout = (int)settings.ShutdownTimeout.TotalMilliseconds;
        _flushTimeLeft = _timeout;
        _export = new BackgroundStart<SpanExport>(() => new SpanExport(settings), Patience, Log.Write);
        Listen(settings);
    }

    /// <summary>Begins to listen, and to build the provider: the application need not wait for that before its first span.</summary>
    /// <returns><see langword="null"/> when the settings ask for no traces.</returns>
    public static TracesPipeline? Start(AgentSettings settings) =>
        settings.Traces is { Enabled: true, Exporters.Count: > 0 } ? new TracesPipeline(settings) : null;

    /// <summary>Sends what there is. Several such calls hold the process up no longer than one may.</summary>
    public void Flush()
    {
        var started = Stopwatch.GetTimestamp();
        var timeout = Math.Max(0, _flushTimeLeft);
        Export(timeout)?.Flush(Left(timeout, started));
        Interlocked.Add(ref _flushTimeLeft, -(int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Sends what there is, stops listening, and says what was lost.</summary>
    public void ShutDown()
    {
        var started = Stopwatch.GetTimestamp();
        Export(_timeout)?.ShutDown(Left(_timeout, started));
        foreach (var listener in _listeners)
            listener.Dispose();
    }

    private SpanExport? Export(int timeout) => _export.Await(TimeSpan.FromMilliseconds(timeout));

    private static int Left(int timeout, long started) =>
        Math.Max(0, timeout - (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);

    private void Listen(AgentSettings settings)
    {
        var application = new ApplicationSdk(settings.ExistingSdk);
        var normalised = new SourceNames();
        var plain = new SourceNames { Except = normalised };
        var rows = new List<Instrumentation>();
        foreach (var row in Catalogue.Create())
        {
            if (!settings.Traces.IsInstrumentationEnabled(row.Id))
                continue;
            (row.Normalises ? normalised : plain).Add(row.Sources);
            if (row.Normalises)
                _listeners.Add(new SourceListener(Names(row.Sources), row, _export, application));
            if (row.Assembly != null)
                rows.Add(row);
        }
        plain.Add(settings.Traces.AdditionalSources);
        if (settings.Traces.AdditionalLegacySources.Count > 0)
            plain.Add([""]);
        _listeners.Add(new SourceListener(plain, null, _export, application));
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
