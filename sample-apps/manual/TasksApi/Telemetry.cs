using System.Diagnostics;

using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TasksApi;

/// <summary>The service's telemetry, set up by hand.</summary>
static class Telemetry
{
    /// <summary>Makes the spans of this service's own steps.</summary>
    public static ActivitySource Source { get; } = new("TasksApi");

    /// <summary>Adds the resource, the provider, its sources and the OTLP exporter, which
    /// reads its settings from the environment.</summary>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration) => services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "tasks"))
        .WithTracing(tracing => tracing
            .AddSource(Source.Name)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddOtlpExporter());
}
