using AutoInstr.Agent.Exporters;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AutoInstr.Agent.Metrics;

/// <summary>Lets an exporter stand inside another one.</summary>
internal static class ExporterExtensions
{
    /// <summary>Tells an exporter the provider that it works for, of which it asks the resource.</summary>
    /// <exception cref="MissingMemberException">This is not the SDK that the agent was built with.</exception>
    public static BaseExporter<Metric> Of(this BaseExporter<Metric> exporter, BaseProvider provider)
    {
        SdkInternals.Property(typeof(BaseExporter<Metric>), nameof(BaseExporter<Metric>.ParentProvider)).SetValue(exporter, provider);
        return exporter;
    }
}
