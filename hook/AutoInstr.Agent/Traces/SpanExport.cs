using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Propagation;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces;

/// <summary>The SDK's side of the traces signal: its provider and the processors behind it.</summary>
internal sealed class SpanExport
{
    private readonly TracerProvider _provider;

    /// <summary>Builds it.</summary>
    /// <param name="settings">The settings of traces.</param>
    /// <param name="resource">What all spans belong to.</param>
    public SpanExport(TracesSettings settings, Resource resource)
    {
        ContextPropagation.InstallInSdk();
        Processors = SpanExporters.Create(settings, resource);
        _provider = TracerProviderFactory.Create(settings, Processors);
        Sdk = SdkListener.Of(_provider);
    }

    /// <summary>One for each exporter.</summary>
    public IReadOnlyList<SpanProcessor> Processors { get; }

    /// <summary>Who takes the spans.</summary>
    public SdkListener Sdk { get; }

    /// <summary>Sends what there is.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void Flush(int timeout) => _provider.ForceFlush(timeout);

    /// <summary>Sends what there is, and nothing after it; says what was lost.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void ShutDown(int timeout)
    {
        _provider.Shutdown(timeout);
        foreach (var processor in Processors)
            ReportLosses(processor);
    }

    private static void ReportLosses(SpanProcessor processor)
    {
        var (dropped, late, undelivered, pending) =
            (processor.DroppedSpans, processor.LateSpans, processor.UndeliveredSpans, processor.PendingSpans);
        var lost = dropped + late + undelivered + pending;
        if (lost > 0)
            Log.Warn(
                $"{lost} spans were lost on the way to {processor.Name}: {dropped} found the queue full (OTEL_BSP_MAX_QUEUE_SIZE), " +
                $"{undelivered} could not be delivered, {pending} were still on their way, {late} ended too late for the last export");
    }
}
