namespace AutoInstr.Agent.Resources;

/// <summary><c>process.*</c>: id and executable.</summary>
/// <remarks>Neither the arguments, which may hold secrets, nor the owner, whose name may have to be asked of a directory service.</remarks>
internal sealed class ProcessDetector : ResourceDetector
{
    /// <inheritdoc/>
    public override string Id => "PROCESS";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        attributes.Add("process.pid", Environment.ProcessId);
        attributes.Add("process.executable.name", Path.GetFileName(Environment.ProcessPath));
        attributes.Add("process.executable.path", Environment.ProcessPath);
    }
}
