using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Propagation;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Sources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent;

/// <summary>The SDK's side of the traces signal: its provider and the processors behind it.</summary>
internal sealed class SpanExport
{
    private readonly IReadOnlyList<SpanProcessor> _processors;
    private readonly TracerProvider _provider;

    /// <summary>Builds it.</summary>
    /// <param name="settings">The settings; those of the resource are read only now.</param>
    public SpanExport(AgentSettings settings)
    {
        ContextPropagation.InstallInSdk();
        _processors = ExporterPipeline.Create(settings.Traces, ResourceFactory.Create(settings.Resource));
        _provider = TracerProviderFactory.Create(settings.Traces, _processors);
        Sdk = SdkListener.Of(_provider);
    }

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
        foreach (var processor in _processors)
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
