using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Resources;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Metrics;

/// <summary>Builds the SDK's provider without the dependency injection container that the SDK builds it with.</summary>
internal static class MeterProviderFactory
{
    /// <summary>More streams than all libraries of the catalogue have; what the application itself adds has room as well.</summary>
    private const int MostStreams = 2000;

    /// <summary>Builds the provider. It has no meters: see <see cref="InstrumentListener"/>.</summary>
    /// <param name="settings">The settings of metrics.</param>
    /// <param name="resource">What all metrics belong to.</param>
    /// <param name="views">How each instrument is aggregated.</param>
    /// <param name="readers">Who collects.</param>
    /// <exception cref="MissingMethodException">This is not the SDK that the agent was built with.</exception>
    /// <exception cref="TypeLoadException">This is not the SDK that the agent was built with.</exception>
    public static MeterProvider Create(
        MetricsSettings settings, Resource resource, MetricViews views, IEnumerable<MetricReader> readers)
    {
        var services = new SdkServices();
        var builder = (MeterProviderBuilder)services.Builder("OpenTelemetry.Metrics.MeterProviderBuilderSdk");
        builder.SetResourceBuilder(KnownResource.Builder(resource))
            .SetMaxMetricStreams(MostStreams)
            .SetExemplarFilter(settings.ExemplarFilter switch
            {
                "always_on" => ExemplarFilterType.AlwaysOn,
                "always_off" => ExemplarFilterType.AlwaysOff,
                _ => ExemplarFilterType.TraceBased,
            })
            .AddView(views.Of);
        foreach (var view in views.OfFile)
            builder.AddView(view);
        foreach (var reader in readers)
            builder.AddReader(reader);
        return (MeterProvider)services.Provider("OpenTelemetry.Metrics.MeterProviderSdk");
    }
}
