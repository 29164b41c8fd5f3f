using System.Globalization;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters.Disk;
using AutoInstr.Agent.Logs;
using AutoInstr.Agent.Traces;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent.Exporters;

/// <summary>Makes the SDK's OTLP exporters, or their parts, from settings that are known to be good.</summary>
/// <remarks>
/// Left alone, the SDK reads the environment once more, by rules of its own: a host and port without a scheme are lost in silence. So
/// every option is set here, limits by way of a private configuration, and headers, certificates, time limit and what is sent again are the
/// HTTP client's.
/// </remarks>
internal static class OtlpExport
{
    /// <summary>Where the parts of the SDK's exporter are.</summary>
    public const string Implementation = "OpenTelemetry.Exporter.OpenTelemetryProtocol.Implementation.";

    /// <summary>The SDK's options of its serializers.</summary>
    public static Type OptionsType => Type(Implementation + "ExperimentalOptions");

    /// <summary>The SDK's limits on a span or a log record.</summary>
    public static Type LimitsType => Type(Implementation + "SdkLimitOptions");

    private static readonly string UserAgent = "AutoInstr/" + AssemblyIdentity.Version(typeof(OtlpExport).Assembly).ToString(3);

    /// <summary>The way of spans by OTLP.</summary>
    /// <param name="settings">The OTLP settings of traces.</param>
    /// <param name="limits">The limits on a span.</param>
    /// <param name="resource">What all spans belong to.</param>
    public static ExportPath<SpanEncoder> Spans(OtlpSettings settings, LimitSettings limits, Resource resource)
    {
        var configuration = new VariableConfiguration(Variables(limits).GetValueOrDefault);
        var sdkLimits = SdkInternals.Construct(LimitsType, configuration);
        return new ExportPath<SpanEncoder>(
            Target(settings, Signal.Traces),
            () => new OtlpSpanEncoder(sdkLimits),
            delivery => Exporter(settings, delivery, configuration, resource));
    }

    /// <summary>The way of log records by OTLP.</summary>
    /// <param name="settings">The OTLP settings of logs.</param>
    /// <param name="limits">The limits on a log record.</param>
    /// <param name="resource">What all log records belong to.</param>
    public static ExportPath<LogEncoder> Logs(OtlpSettings settings, LimitSettings limits, Resource resource)
    {
        var configuration = new VariableConfiguration(LogVariables(limits).GetValueOrDefault);
        var sdkLimits = SdkInternals.Construct(LimitsType, configuration);
        var options = SdkInternals.Construct(OptionsType, configuration);
        return new ExportPath<LogEncoder>(
            Target(settings, Signal.Logs),
            () => new OtlpLogEncoder(sdkLimits, options),
            delivery => Exporter(settings, delivery, configuration, resource));
    }

    /// <summary>Where a signal goes by OTLP.</summary>
    public static ExportTarget Target(OtlpSettings settings, Signal signal) => new("otlp", settings.Endpoint.Address)
    {
        Settings = settings,
        Signal = signal,
        Protocol = settings.IsGrpc ? "grpc" : "http/protobuf",
        Timeout = settings.Timeout,
        BufferDirectory = settings.Retry == OtlpRetry.Disk ? settings.RetryDirectory : null,
    };

    /// <summary>Makes sure, before the first export, that the SDK's exporter is there at all.</summary>
    /// <exception cref="IOException">It is not.</exception>
    public static void Require() => _ = Type(typeof(OtlpExporterOptions).FullName!);

    /// <summary>Makes the SDK's exporter of metrics.</summary>
    /// <param name="settings">The OTLP settings of metrics.</param>
    /// <param name="delivery">Is told how requests go.</param>
    public static BaseExporter<Metric> Metrics(OtlpSettings settings, Delivery delivery)
    {
        return (BaseExporter<Metric>)SdkInternals.Construct(
            typeof(OtlpMetricExporter), Options(settings, delivery),
            SdkInternals.Construct(OptionsType, VariableConfiguration.Empty), null);
    }

    /// <summary>How long a receiver asks to wait.</summary>
    /// <param name="details">The value of <c>grpc-status-details-bin</c>, whose padding may be left out.</param>
    /// <returns><see langword="null"/> where it does not say.</returns>
    public static TimeSpan? RetryDelay(string details) => (TimeSpan?)SdkInternals.Call(
        Type(Implementation + "ExportClient.Grpc.GrpcStatusDeserializer"), "TryGetGrpcRetryDelay",
        details.PadRight((details.Length + 3) / 4 * 4, '='));

    private static OtlpExporter Exporter(
        OtlpSettings settings, Delivery delivery, IConfiguration configuration, Resource resource)
    {
        var transmission = SdkInternals.Call(
            Type(typeof(OtlpExporterOptions).FullName + "Extensions"),
            "GetExportTransmissionHandler",
            Options(settings, delivery),
            SdkInternals.Construct(OptionsType, configuration),
            Enum.Parse(Type("OpenTelemetry.Exporter.OtlpSignalType"), delivery.Target.Signal.Name, ignoreCase: true),
            // The client is made at once, this is the thread for it.
            false);
        return new OtlpExporter(transmission, resource, settings.IsGrpc);
    }

    private static OtlpExporterOptions Options(OtlpSettings settings, Delivery delivery)
    {
        // The public constructor reads the environment.
        var options = (OtlpExporterOptions)SdkInternals.Construct(
            typeof(OtlpExporterOptions),
            VariableConfiguration.Empty,
            Enum.ToObject(Type("OpenTelemetry.Exporter.OtlpExporterOptionsConfigurationType"), 0),
            SdkInternals.Construct(typeof(BatchExportActivityProcessorOptions), VariableConfiguration.Empty));
        options.Endpoint = settings.Endpoint.ToUri();
        options.Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Compression = settings.Gzip ? OtlpExportCompression.GZip : OtlpExportCompression.None;
        options.TimeoutMilliseconds = (int)settings.Timeout.TotalMilliseconds;
        options.UserAgentProductIdentifier = UserAgent;
        options.HttpClientFactory = () => ExportHttpClient.Create(
            delivery, settings.Headers, ExportTls.Create(settings, delivery.Warn),
            (told, untold) => Persist(settings, delivery, told, untold));
        return options;
    }

    /// <summary>What sends a request again that the receiver could not take for the moment.</summary>
    private static HttpMessageHandler Persist(
        OtlpSettings settings, Delivery delivery, HttpMessageHandler told, HttpMessageHandler untold)
    {
        switch (settings.Retry)
        {
            case OtlpRetry.InMemory:
                return new RetryHandler(told, delivery);
            case OtlpRetry.Disk:
                var buffer = new DiskBuffer(
                    settings.RetryDirectory!, delivery.Target.Signal.Name, settings.RetryDirectorySize,
                    message => delivery.Warn($"otlp: {message}"));
                var drain = new BufferDrain(
                    buffer, new HttpMessageInvoker(untold, disposeHandler: false), Address(settings, delivery), delivery);
                delivery.Stopping = drain.Close;
                drain.Start();
                return new BufferHandler(told, buffer, drain, delivery);
            default:
                return told;
        }
    }

    /// <summary>The complete address, which for gRPC names the service and the method.</summary>
    private static Uri Address(OtlpSettings settings, Delivery delivery)
    {
        var address = settings.Endpoint.ToUri();
        return settings.IsGrpc ? new Uri(address, address.AbsolutePath.TrimEnd('/') + delivery.Target.Signal.GrpcPath) : address;
    }

    private static Dictionary<string, string?> Variables(LimitSettings limits) => new(StringComparer.Ordinal)
    {
        // A count that is left out means 128 to the SDK, so "no limit" has to be a number.
        ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.AttributeCount ?? int.MaxValue),
        ["OTEL_SPAN_EVENT_COUNT_LIMIT"] = Text(limits.EventCount ?? int.MaxValue),
        ["OTEL_SPAN_LINK_COUNT_LIMIT"] = Text(limits.LinkCount ?? int.MaxValue),
        ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.EventAttributeCount ?? int.MaxValue),
        ["OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.LinkAttributeCount ?? int.MaxValue),
        ["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = limits.AttributeValueLength is { } length ? Text(length) : null,
    };

    private static Dictionary<string, string?> LogVariables(LimitSettings limits) => new(StringComparer.Ordinal)
    {
        ["OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT"] = Text(limits.AttributeCount ?? int.MaxValue),
        ["OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = limits.AttributeValueLength is { } length ? Text(length) : null,
    };

    private static Type Type(string name) => typeof(OtlpExporterOptions).Assembly.GetType(name, throwOnError: true)!;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
