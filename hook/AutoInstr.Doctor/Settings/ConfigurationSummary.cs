using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Resources;
using AutoInstr.Agent.Traces;
using AutoInstr.Doctor.Report;

namespace AutoInstr.Doctor.Settings;

/// <summary>What a configuration file configures, in a few lines.</summary>
internal static class ConfigurationSummary
{
    /// <summary>Adds the lines to a section.</summary>
    public static void Write(Section section, AgentSettings settings)
    {
        if (settings.Disabled)
        {
            section.Note("disabled", "disabled: true: nothing is traced, measured or logged");
            return;
        }
        Signalled(
            section, "traces", "tracer_provider", settings.Traces.Processors.Select(Describe),
            [Samplers.Create(settings.Traces).Description]);
        Signalled(
            section, "metrics", "meter_provider", settings.Metrics.Readers.Select(Describe),
            settings.Metrics.Views.Count > 0 ? [$"views: {settings.Metrics.Views.Count}"] : []);
        Signalled(section, "logs", "logger_provider", settings.Logs.Processors.Select(Describe), []);
        section.Ok(
            "propagators", settings.Propagators.Count > 0 ? "propagators: " + string.Join(", ", settings.Propagators)
                : "propagators: none, so that traces end at this process");
        var attributes = settings.Resource.TypedAttributes.Select(static attribute => attribute.Key)
            .Concat(settings.Resource.Attributes.Select(static attribute => attribute.Key)).Distinct();
        var detectors = ResourceFactory.AllDetectors().Select(static detector => detector.Id).Where(settings.Resource.IsDetectorEnabled)
            .Select(static id => $"detector {id.ToLowerInvariant()}");
        if (settings.Plugins.Count > 0)
            section.Note("plugins", $"plug-ins: {string.Join(", ", settings.Plugins)}; " +
                "'autoinstr doctor' with the application says whether they are there");
        section.Ok("resource", "resource: " + string.Join(", ", attributes.Concat(detectors).DefaultIfEmpty("what the SDK is, no more")));
    }

    private static void Signalled(Section section, string signal, string provider, IEnumerable<string> ways, string[] more)
    {
        var all = ways.ToList();
        if (all.Count > 0)
            section.Ok(signal, $"{signal}: {string.Join(" and ", all)}{string.Concat(more.Select(static text => "; " + text))}");
        else
            section.Note(signal, $"{signal}: none, for {provider} is not there or has no exporter");
    }

    private static string Describe(ProcessorSettings processor) => processor.Exporter switch
    {
        "otlp" => Describe(processor.Otlp),
        "zipkin" => "zipkin to " + processor.ZipkinEndpoint.Address,
        var other => other,
    };

    private static string Describe(ReaderSettings reader) => reader.Exporter switch
    {
        "otlp" => Describe(reader.Otlp),
        "prometheus" => $"prometheus at http://{reader.Prometheus.Host}:{reader.Prometheus.Port}/metrics",
        var other => other,
    };

    private static string Describe(OtlpSettings otlp) => $"otlp ({(otlp.IsGrpc ? "grpc" : "http/protobuf")}) to {otlp.Endpoint.Address}" +
        (otlp.Retry == OtlpRetry.Disk ? $", kept in {otlp.RetryDirectory}" : "");
}
