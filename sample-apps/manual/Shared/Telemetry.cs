using System.Diagnostics;

using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Sample.Telemetry;

/// <summary>What every service of the system sets up by hand.</summary>
static class Telemetry
{
    /// <summary>Makes the spans of the services' own steps.</summary>
    public static ActivitySource Source { get; } = new("Sample");

    /// <summary>Adds the resource and, for spans, metrics and log records, the provider with its sources and the OTLP exporter.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="configuration">The environment: <c>OTEL_SERVICE_NAME</c>; the exporter reads the rest itself.</param>
    /// <param name="service">The service's name unless that is set.</param>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration, string service) => services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? service))
        .WithTracing(tracing => tracing
            .AddSource(Source.Name)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddOtlpExporter())
        .WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddProcessInstrumentation()
            .AddMeter("Microsoft.EntityFrameworkCore", "Npgsql")
            .AddOtlpExporter())
        .WithLogging(logging => logging.AddOtlpExporter(), options => options.IncludeScopes = true);

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity? activity, Exception exception)
    {
        activity?.AddException(exception);
        activity?.SetTag("error.type", exception.GetType().FullName);
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
    }
}
