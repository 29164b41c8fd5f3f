using System.Runtime.InteropServices;

namespace AutoInstr.Agent.Resources;

/// <summary><c>process.runtime.*</c>: which .NET runs the application.</summary>
internal sealed class ProcessRuntimeDetector : ResourceDetector
{
    /// <inheritdoc/>
    public override string Id => "PROCESSRUNTIME";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        attributes.Add("process.runtime.name", ".NET");
        attributes.Add("process.runtime.version", Environment.Version.ToString());
        attributes.Add("process.runtime.description", RuntimeInformation.FrameworkDescription);
    }
}
