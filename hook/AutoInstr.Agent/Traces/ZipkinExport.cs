using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Traces;

/// <summary>Makes the Zipkin exporter.</summary>
internal static class ZipkinExport
{
    /// <summary>The way of spans to Zipkin.</summary>
    /// <param name="endpoint">Where Zipkin takes spans.</param>
    /// <param name="timeout">How long one request may take.</param>
    /// <param name="limits">The limits on a span.</param>
    /// <param name="resource">What all spans belong to.</param>
    public static ExportPath<SpanEncoder> Path(Endpoint endpoint, TimeSpan timeout, LimitSettings limits, Resource resource) => new(
        new ExportTarget("zipkin", endpoint.Address) { Timeout = timeout },
        () => new ZipkinSpanEncoder(resource, limits),
        delivery => new ZipkinSpanExporter(endpoint.ToUri(), ExportHttpClient.Create(delivery, [], tls: null)));
}
