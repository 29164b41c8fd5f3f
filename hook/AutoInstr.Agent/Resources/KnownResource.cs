using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Resources;

/// <summary>A resource that is found out already, for the SDK, which only takes detectors.</summary>
internal sealed class KnownResource(Resource resource) : IResourceDetector
{
    /// <summary>A builder of just this resource.</summary>
    public static ResourceBuilder Builder(Resource resource) => ResourceBuilder.CreateEmpty().AddDetector(new KnownResource(resource));

    /// <inheritdoc/>
    public Resource Detect() => resource;
}
