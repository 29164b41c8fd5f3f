using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Resources;

/// <summary>Describes this process: what the environment says of it first, then what is found out.</summary>
internal static class ResourceFactory
{
    /// <summary>The release of the conventions that the SDK's own attributes follow, and ours with them.</summary>
    private const string SchemaUrl = "https://opentelemetry.io/schemas/1.44.0";

    /// <summary>Collects the attributes.</summary>
    /// <remarks>
    /// The SDK's <c>AddTelemetrySdk</c> says the same in a way that costs the application's start a dozen methods to compile.
    /// OTEL_SERVICE_NAME wins over OTEL_RESOURCE_ATTRIBUTES, which wins over every detector. A detector that fails is left out. There
    /// is always a <c>service.name</c>: https://opentelemetry.io/docs/specs/semconv/resource/#service.
    /// </remarks>
    /// <param name="settings">What the environment says, and which detectors run.</param>
    /// <param name="more">What plug-ins have found out.</param>
    public static Resource Create(ResourceSettings settings, IEnumerable<KeyValuePair<string, object>>? more = null) =>
        ResourceBuilder.CreateEmpty().AddAttributes(Collect(settings, AllDetectors(), more), settings.SchemaUrl ?? SchemaUrl).Build();

    /// <summary>Collects the attributes of the given detectors.</summary>
    /// <param name="settings">What the environment says, and which detectors run.</param>
    /// <param name="detectors">The detectors, the most trusted first.</param>
    /// <param name="more">Attributes that are trusted less.</param>
    /// <returns>The attributes, each key once.</returns>
    public static IReadOnlyDictionary<string, object> Collect(
        ResourceSettings settings, IEnumerable<ResourceDetector> detectors, IEnumerable<KeyValuePair<string, object>>? more = null)
    {
        var attributes = new ResourceAttributes();
        attributes.Add("service.name", settings.ServiceName);
        foreach (var (key, value) in settings.TypedAttributes)
            attributes.Add(key, value);
        for (var i = settings.Attributes.Count - 1; i >= 0; i--)
            attributes.Add(settings.Attributes[i].Key, settings.Attributes[i].Value);

        attributes.Add("telemetry.sdk.name", "opentelemetry");
        attributes.Add("telemetry.sdk.language", "dotnet");
        attributes.Add("telemetry.sdk.version", InformationalVersion.Of(typeof(ResourceBuilder).Assembly));
        attributes.Add("telemetry.distro.name", "autoinstr");
        attributes.Add("telemetry.distro.version", InformationalVersion.Of(typeof(ResourceFactory).Assembly));
        foreach (var detector in detectors)
        {
            if (!settings.IsDetectorEnabled(detector.Id))
                continue;
            try
            {
                if (settings.Detected is { } wanted)
                    attributes.AddFrom(detector, wanted);
                else
                    detector.Detect(attributes);
            }
            catch (Exception exception)
            {
                Log.Debug($"resource detector {detector.Id} failed: {exception.GetType().Name}: {exception.Message}");
            }
        }

        foreach (var (key, value) in more ?? [])
            attributes.Add(key, value);
        attributes.Add("service.name",
            Path.GetFileName(Environment.ProcessPath) is { Length: > 0 } name ? "unknown_service:" + name : "unknown_service");
        return attributes.Values;
    }

    /// <summary>Every detector there is.</summary>
    public static IReadOnlyList<ResourceDetector> AllDetectors() =>
    [
        new KubernetesDetector(Environment.GetEnvironmentVariable, ContainerDetector.ReadMounts), new ServiceDetector(),
        new HostDetector(), new OperatingSystemDetector(), new ProcessDetector(), new ProcessRuntimeDetector(), new ContainerDetector(),
    ];
}
