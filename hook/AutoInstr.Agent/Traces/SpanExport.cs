using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.Propagation;
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
    /// <param name="plugins">What plug-ins add.</param>
    public SpanExport(TracesSettings settings, Resource resource, PluginSet plugins)
    {
        ContextPropagation.InstallInSdk();
        var processors = SpanExporters.Create(settings, resource);
        Senders = [.. processors.Select(static processor => processor.Sender)];
        _provider = TracerProviderFactory.Create(settings, processors, plugins, resource);
        Sdk = SdkListener.Of(_provider);
    }

    /// <summary>What sends the spans, one for each exporter.</summary>
    public IReadOnlyList<BatchSender> Senders { get; }

    /// <summary>Who takes the spans.</summary>
    public SdkListener Sdk { get; }

    /// <summary>Sends what there is.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void Flush(int timeout) => _provider.ForceFlush(timeout);

    /// <summary>Sends what there is, and nothing after it.</summary>
    /// <param name="timeout">Milliseconds that it may take.</param>
    public void ShutDown(int timeout) => _provider.Shutdown(timeout);
}
