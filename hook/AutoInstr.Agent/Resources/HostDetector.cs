using System.Runtime.InteropServices;

namespace AutoInstr.Agent.Resources;

/// <summary><c>host.*</c>: name, architecture, and the machine's id where there is one.</summary>
internal sealed class HostDetector : ResourceDetector
{
    private const string KubernetesVariable = "KUBERNETES_SERVICE_HOST";

    /// <inheritdoc/>
    public override string Id => "HOST";

    /// <inheritdoc/>
    public override void Detect(ResourceAttributes attributes)
    {
        attributes.Add("host.name", Environment.MachineName);
        attributes.Add("host.arch", ArchitectureName(RuntimeInformation.OSArchitecture));

        // In a container the file is the image's, the same in every instance: worse than none.
        if (!IsContainer())
            attributes.Add("host.id", ReadMachineId("/etc/machine-id") ?? ReadMachineId("/var/lib/dbus/machine-id"));
    }

    /// <summary>The semantic conventions' name of an architecture.</summary>
    /// <param name="architecture">The runtime's name.</param>
    /// <returns>A well-known value of <c>host.arch</c>, or the runtime's name in lower case.</returns>
    public static string ArchitectureName(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.Arm64 => "arm64",
        Architecture.Arm or Architecture.Armv6 => "arm32",
        Architecture.X86 => "x86",
        Architecture.Ppc64le => "ppc64",
        Architecture.S390x => "s390x",
        _ => architecture.ToString().ToLowerInvariant(),
    };

    private static bool IsContainer() =>
        File.Exists("/.dockerenv") || File.Exists("/run/.containerenv") ||
        Environment.GetEnvironmentVariable(KubernetesVariable) is not null;

    private static string? ReadMachineId(string path) =>
        File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } id ? id : null;
}
