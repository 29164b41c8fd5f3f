using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.IntegrationTests.Receiver;

/// <summary>Sends a small trace with the OpenTelemetry SDK and its OTLP exporter.</summary>
internal static class SdkSender
{
    /// <summary>The service's name in every trace sent.</summary>
    public const string Service = "sender";

    /// <summary>Sends a server span with a client span beneath, and returns when both are delivered.</summary>
    /// <param name="endpoint">The receiver's address, without a path.</param>
    /// <param name="protocol">How to send.</param>
    /// <param name="configure">Further settings of the exporter.</param>
    /// <returns>The trace's id.</returns>
    public static string Send(Uri endpoint, OtlpExportProtocol protocol, Action<OtlpExporterOptions>? configure = null)
    {
        var name = $"sender-{Guid.NewGuid():n}";
        using var source = new ActivitySource(name, "1.2.3");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(name)
            .ConfigureResource(resource => resource.AddService(Service, serviceInstanceId: "one"))
            .AddOtlpExporter(otlp =>
            {
                otlp.Protocol = protocol;
                otlp.Endpoint = protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri(endpoint, "/v1/traces");
                otlp.TimeoutMilliseconds = 30_000;
                configure?.Invoke(otlp);
            })
            .Build();
        var traceId = Work(source);
        provider.ForceFlush(60_000);
        return traceId;
    }

    private static string Work(ActivitySource source)
    {
        var link = new ActivityLink(ActivityContext.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null));
        using var server = source.StartActivity("GET /orders/{id}", ActivityKind.Server, default(ActivityContext), links: [link])!;
        server.SetTag("http.response.status_code", 500).SetTag("ratio", 0.25).SetTag("cached", true).SetTag("tags", new[] { "a", "ü" });
        server.AddException(new InvalidOperationException("no such order")).SetStatus(ActivityStatusCode.Error, "failed");
        using (source.StartActivity("SELECT orders", ActivityKind.Client)!.SetTag("db.system.name", "sqlite"))
        {
            // The span is the point.
        }
        return server.TraceId.ToHexString();
    }
}
