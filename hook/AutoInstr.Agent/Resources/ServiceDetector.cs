using System.Reflection;

namespace AutoInstr.Agent.Resources;

/// <summary><c>service.*</c>: the application's assembly gives name and version; the instance gets an id of its own.</summary>
internal sealed class ServiceDetector : ResourceDetector
{
    /// <inheritdoc/>
    public override string Id => "SERVICE";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        attributes.Add("service.instance.id", Guid.NewGuid().ToString());
        if (Assembly.GetEntryAssembly() is not { } entry)
            return;
        attributes.Add("service.name", AssemblyIdentity.Name(entry));
        if (!attributes.Contains("service.version"))
            attributes.Add("service.version", InformationalVersion.Of(entry));
    }
}
