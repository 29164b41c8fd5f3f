using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>Lets an exporter stand inside another one.</summary>
internal static class ExporterExtensions
{
    /// <summary>Tells an exporter the provider that it works for, of which it asks the resource.</summary>
    /// <exception cref="MissingMemberException">This is not the SDK that the agent was built with.</exception>
    public static BaseExporter<T> Of<T>(this BaseExporter<T> exporter, BaseProvider provider)
        where T : class
    {
        SdkInternals.Property(typeof(BaseExporter<T>), nameof(BaseExporter<T>.ParentProvider)).SetValue(exporter, provider);
        return exporter;
    }
}
