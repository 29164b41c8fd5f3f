namespace AutoInstr.Agent.Resources;

/// <summary>Finds out one kind of thing about this process.</summary>
/// <remarks>Runs once, before the application's first line: it reads small files and asks no service, no directory and no
/// network.</remarks>
internal abstract class ResourceDetector
{
    /// <summary>Part of the switch OTEL_DOTNET_AUTO_{Id}_RESOURCE_DETECTOR_ENABLED; upper case.</summary>
    public abstract string Id { get; }

    /// <summary>Adds what it knows. What it throws is reported, and what it added before is kept.</summary>
    /// <param name="attributes">Takes the attributes; one that is there already stays.</param>
    public abstract void Detect(ResourceAttributes attributes);
}
