using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.Traces.Sampling;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Traces;

/// <summary>Builds the SDK's provider without the dependency injection container that the SDK builds it with.</summary>
internal static class TracerProviderFactory
{
    /// <summary>Builds the provider. It has no sources: see <see cref="Sources.SdkListener"/>.</summary>
    /// <param name="settings">The settings of traces.</param>
    /// <param name="processors">Where finished spans go.</param>
    /// <param name="plugins">What plug-ins add.</param>
    /// <param name="resource">What all spans belong to.</param>
    /// <exception cref="MissingMethodException">This is not the SDK that the agent was built with.</exception>
    /// <exception cref="TypeLoadException">This is not the SDK that the agent was built with.</exception>
    public static TracerProvider Create(
        TracesSettings settings, IReadOnlyList<SpanProcessor> processors, PluginSet plugins, Resource resource)
    {
        var services = new SdkServices();
        var builder = (TracerProviderBuilder)services.Builder("OpenTelemetry.Trace.TracerProviderBuilderSdk");
        // Only exporters of plug-ins ask it for the resource; without one the SDK would look for it in the environment.
        builder.SetResourceBuilder(KnownResource.Builder(resource)).SetSampler(SamplerOf(settings, plugins));
        foreach (var processor in plugins.SpanProcessors)
            builder.AddProcessor(processor);
        foreach (var processor in processors)
            builder.AddProcessor(processor);
        foreach (var exporter in plugins.SpanExporters)
            builder.AddProcessor(new BatchActivityExportProcessor(
                exporter, settings.Batch.MaxQueueSize, settings.Batch.ScheduleDelay, settings.Batch.ExportTimeout,
                settings.Batch.MaxExportBatchSize));
        foreach (var operation in settings.AdditionalLegacySources)
            builder.AddLegacySource(operation);
        return (TracerProvider)services.Provider("OpenTelemetry.Trace.TracerProviderSdk");
    }

    /// <summary>Only those of a file may go by a route.</summary>
    private static Sampler SamplerOf(TracesSettings settings, PluginSet plugins)
    {
        var sampler = plugins.Sampler(Samplers.Create(settings));
        return settings.SamplerOfFile is null ? sampler : new SettlingSampler(sampler);
    }
}
