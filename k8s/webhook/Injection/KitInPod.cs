using k8s.Models;

namespace AutoInstr.Webhook.Injection;

/// <summary>The kit's parts of a pod: the same as the kustomize component's (<c>k8s/component</c>).</summary>
internal static class KitInPod
{
    /// <summary>The volume's name, and the init container's.</summary>
    public const string Name = "autoinstr";

    /// <summary>Where containers have it.</summary>
    public const string Folder = "/autoinstr";

    /// <summary>The startup hook there.</summary>
    public const string Hook = $"{Folder}/AutoInstr.StartupHook.dll";

    /// <summary>The user of the kit's image.</summary>
    private const long User = 65532;

    /// <summary>The volume.</summary>
    public static V1Volume Volume(WebhookSettings settings) => settings.Volume == KitVolume.Image
        ? new V1Volume { Name = Name, Image = new V1ImageVolumeSource { Reference = settings.Image, PullPolicy = settings.PullPolicy } }
        : new V1Volume { Name = Name, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new ResourceQuantity("64Mi") } };

    /// <summary>How a container has it.</summary>
    public static V1VolumeMount Mount(WebhookSettings settings) => new()
    {
        Name = Name,
        MountPath = Folder,
        ReadOnlyProperty = true,
        SubPath = settings.Volume == KitVolume.Image ? "autoinstr" : null,
    };

    /// <summary>What copies it. It passes the restricted level of Pod Security.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pod">The pod's own rules: under a user whom the copier may not be, it is given its image's.</param>
    /// <param name="application">Whose resources it takes. They are as much as the pod needs anyway, for init containers do not add up,
    /// pass every limit and quota that the pod passes, and leave it in its class of service.</param>
    public static V1Container Copier(WebhookSettings settings, V1PodSecurityContext? pod, V1Container application) => new()
    {
        Name = Name,
        Image = settings.Image,
        ImagePullPolicy = settings.PullPolicy,
        Command = ["/bin/cp", "--optional", "-r", "/autoinstr/.", "/target"],
        Resources = application.Resources is { } resources
            ? new V1ResourceRequirements { Requests = Common(resources.Requests), Limits = Common(resources.Limits) }
            : null,
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            RunAsNonRoot = true,
            RunAsUser = pod?.RunAsUser == 0 ? User : null,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
            SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        },
        VolumeMounts = [new V1VolumeMount { Name = Name, MountPath = "/target" }],
    };

    /// <summary>Not the devices that an application has.</summary>
    private static Dictionary<string, ResourceQuantity>? Common(IDictionary<string, ResourceQuantity>? resources) =>
        resources?.Where(static item => item.Key is "cpu" or "memory" or "ephemeral-storage").ToDictionary();
}
