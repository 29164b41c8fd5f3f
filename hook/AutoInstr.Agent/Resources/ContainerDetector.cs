namespace AutoInstr.Agent.Resources;

/// <summary><c>container.id</c>: what the kernel lets a process see of the container it runs in.</summary>
internal sealed class ContainerDetector : ResourceDetector
{
    private const string ControlGroups = "/proc/self/cgroup";
    private const string Mounts = "/proc/self/mountinfo";

    /// <inheritdoc/>
    public override string Id => "CONTAINER";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        if (File.Exists(ControlGroups) && ContainerId.FromControlGroups(File.ReadLines(ControlGroups)) is { } id)
            attributes.Add("container.id", id);
        else
            attributes.Add("container.id", ContainerId.FromMounts(ReadMounts()));
    }

    /// <summary>The mounts of this process, where the system shows them.</summary>
    public static IEnumerable<string> ReadMounts() => File.Exists(Mounts) ? File.ReadLines(Mounts) : [];
}
