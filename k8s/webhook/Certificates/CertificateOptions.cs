namespace AutoInstr.Webhook.Certificates;

/// <summary>What <see cref="CertificateJob"/> keeps where.</summary>
internal sealed record CertificateOptions
{
    /// <summary>How the command is written.</summary>
    public const string Usage =
        "usage: AutoInstr.Webhook certificate --namespace NAMESPACE --service SERVICE --secret SECRET --configuration CONFIGURATION";

    /// <summary>The namespace of Service and Secret.</summary>
    public required string Namespace { get; init; }

    /// <summary>The webhook's Service.</summary>
    public required string Service { get; init; }

    /// <summary>The Secret that the certificate is kept in.</summary>
    public required string Secret { get; init; }

    /// <summary>The name of both webhook configurations.</summary>
    public required string Configuration { get; init; }

    /// <summary>The host names by which the API server calls the Service.</summary>
    public IReadOnlyList<string> Names => [$"{Service}.{Namespace}.svc", $"{Service}.{Namespace}", Service];

    /// <summary>Reads them.</summary>
    /// <param name="arguments">The options, each with its value.</param>
    /// <exception cref="ArgumentException">One is missing, or not known.</exception>
    public static CertificateOptions Read(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] known = ["--namespace", "--service", "--secret", "--configuration"];
        for (var i = 0; i + 1 < arguments.Count; i += 2)
            values[arguments[i]] = arguments[i + 1];
        if (arguments.Count % 2 != 0 || !values.Keys.Order().SequenceEqual(known.Order()))
            throw new ArgumentException(Usage);
        return new CertificateOptions
        {
            Namespace = values[known[0]],
            Service = values[known[1]],
            Secret = values[known[2]],
            Configuration = values[known[3]],
        };
    }
}
