using System.Globalization;
using AutoInstr.Agent.Configuration;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace AutoInstr.Agent.Exporters;

/// <summary>Makes the SDK's OTLP exporter from settings that are known to be good.</summary>
/// <remarks>
/// Left alone, the SDK reads the environment once more, by rules of its own: a host and port without a scheme are lost in silence, a
/// retry setting that lacks its directory throws. So every option is set here, limits and retry by way of a private configuration, and
/// headers, certificates and time limit are the HTTP client's.
/// </remarks>
internal static class OtlpExport
{
    /// <summary>Where it delivers to.</summary>
    public static ExportTarget Target(OtlpSettings settings) => new("otlp", EndpointSyntax.Redact(settings.Endpoint))
    {
        Protocol = settings.IsGrpc ? "grpc" : "http/protobuf",
        Port = settings.Endpoint.Port,
        Timeout = settings.Timeout,
    };

    /// <summary>Makes the exporter.</summary>
    /// <param name="settings">The OTLP settings of traces.</param>
    /// <param name="limits">The limits on a span.</param>
    /// <param name="delivery">Is told how requests go.</param>
    public static OtlpTraceExporter Create(OtlpSettings settings, LimitSettings limits, Delivery delivery)
    {
        const string implementation = "OpenTelemetry.Exporter.OpenTelemetryProtocol.Implementation.";
        var assembly = typeof(OtlpTraceExporter).Assembly;
        var configuration = Configure(settings, limits);
        return (OtlpTraceExporter)SdkInternals.Construct(
            assembly,
            typeof(OtlpTraceExporter).FullName!,
            Options(settings, delivery),
            SdkInternals.Construct(assembly, implementation + "SdkLimitOptions", configuration),
            SdkInternals.Construct(assembly, implementation + "ExperimentalOptions", configuration),
            null);
    }

    private static OtlpExporterOptions Options(OtlpSettings settings, Delivery delivery) => new()
    {
        Endpoint = settings.Endpoint,
        Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Compression = settings.Gzip ? OtlpExportCompression.GZip : OtlpExportCompression.None,
        TimeoutMilliseconds = (int)settings.Timeout.TotalMilliseconds,
        Headers = null,
        UserAgentProductIdentifier = "AutoInstr/" + typeof(OtlpExport).Assembly.GetName().Version?.ToString(3),
        HttpClientFactory = () => ExportHttpClient.Create(delivery, settings.Headers, ExportTls.Create(settings, delivery.Warn)),
    };

    private static IConfiguration Configure(OtlpSettings settings, LimitSettings limits)
    {
        // A count that is left out means 128 to the SDK, so "no limit" has to be a number.
        var values = new Dictionary<string, string?>
        {
            ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.AttributeCount ?? int.MaxValue),
            ["OTEL_SPAN_EVENT_COUNT_LIMIT"] = Text(limits.EventCount ?? int.MaxValue),
            ["OTEL_SPAN_LINK_COUNT_LIMIT"] = Text(limits.LinkCount ?? int.MaxValue),
            ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.EventAttributeCount ?? int.MaxValue),
            ["OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.LinkAttributeCount ?? int.MaxValue),
        };
        if (limits.AttributeValueLength is { } length)
            values["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = Text(length);
        if (settings.Retry == OtlpRetry.InMemory)
            values["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (settings.Retry == OtlpRetry.Disk)
        {
            values["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "disk";
            values["OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH"] = settings.RetryDirectory;
        }
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
