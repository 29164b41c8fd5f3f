using System.Net;

namespace AutoInstr.Webhook;

/// <summary>How the kit gets into a pod.</summary>
internal enum KitVolume
{
    /// <summary>An init container copies it into an <c>emptyDir</c>.</summary>
    Copy,

    /// <summary>The kit's image is mounted as it is: Kubernetes 1.33 and later, where the cluster has image volumes.</summary>
    Image,
}

/// <summary>What the webhook is told by its environment.</summary>
internal sealed record WebhookSettings
{
    /// <summary>What names of <see cref="Defaults"/> begin with in the webhook's own environment.</summary>
    public const string DefaultPrefix = "DEFAULT_";

    private const string Prefix = "AUTOINSTR_WEBHOOK_";

    /// <summary>The kit's image.</summary>
    public required string Image { get; init; }

    /// <summary>When the image is pulled.</summary>
    public string PullPolicy { get; init; } = "IfNotPresent";

    /// <summary>How the kit gets into a pod.</summary>
    public KitVolume Volume { get; init; }

    /// <summary>Where the API server is answered, with TLS.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.IPv6Any, 8443);

    /// <summary>Where health and metrics are, without TLS.</summary>
    public IPEndPoint StatusListen { get; init; } = new(IPAddress.IPv6Any, 8080);

    /// <summary>The folder of <c>tls.crt</c> and <c>tls.key</c>.</summary>
    public string Certificate { get; init; } = "/tls";

    /// <summary>What the applications' settings are where they have none: variables that begin with OTEL_ or AUTOINSTR_.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads them.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="complain">Told what is wrong, and what is used instead.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static WebhookSettings Read(IReadOnlyDictionary<string, string> environment, Action<string> complain)
    {
        var settings = new WebhookSettings
        {
            Image = Value("IMAGE") ?? throw new ArgumentException(
                $"{Prefix}IMAGE is not set: name the kit's image, such as registry.example/autoinstr:0.1.0"),
        };
        return settings with
        {
            PullPolicy = Choose("PULL_POLICY", settings.PullPolicy, ["Always", "IfNotPresent", "Never"]),
            Volume = Enum.Parse<KitVolume>(Choose("VOLUME", nameof(KitVolume.Copy), Enum.GetNames<KitVolume>())),
            Listen = EndPoint("LISTEN", settings.Listen),
            StatusListen = EndPoint("STATUS_LISTEN", settings.StatusListen),
            Certificate = Value("CERTIFICATE") ?? settings.Certificate,
            Defaults = ReadDefaults(environment, complain),
        };

        string? Value(string name) => environment.GetValueOrDefault(Prefix + name)?.Trim() is { Length: > 0 } value ? value : null;

        string Choose(string name, string fallback, string[] choices)
        {
            if (Value(name) is not { } value)
                return fallback;
            if (Array.Find(choices, choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } chosen)
                return chosen;
            complain($"{Prefix}{name}: '{value}' is none of {string.Join(", ", choices)}; {fallback} is used");
            return fallback;
        }

        IPEndPoint EndPoint(string name, IPEndPoint fallback)
        {
            if (Value(name) is not { } value)
                return fallback;
            if (IPEndPoint.TryParse(value, out var endPoint) && endPoint.Port != 0)
                return endPoint;
            complain($"{Prefix}{name}: '{value}' is not an IP address with a port, such as 0.0.0.0:8443; {fallback} is used");
            return fallback;
        }
    }

    private static SortedDictionary<string, string> ReadDefaults(IReadOnlyDictionary<string, string> environment, Action<string> complain)
    {
        var defaults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (variable, value) in environment)
        {
            if (!variable.StartsWith(DefaultPrefix, StringComparison.Ordinal))
                continue;
            var name = variable[DefaultPrefix.Length..];
            if (!AutoInstr.Defaults.IsSetting(name))
                complain($"{variable}: {name} is not a setting of the kit, which begin with OTEL_ or AUTOINSTR_; it is left out");
            else if (value.AsSpan().ContainsAny('\n', '\r'))
                complain($"{variable}: a value of several lines cannot be handed on; it is left out");
            else
                defaults[name] = value;
        }
        return defaults;
    }
}
