using System.Globalization;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>An OTLP exporter.</summary>
/// <param name="signal">What it sends.</param>
/// <param name="distribution">What happens to what a receiver cannot take.</param>
internal sealed class OtlpReader(Signal signal, DistributionSettings distribution)
{
    private int _exporters;

    /// <summary>By HTTP. Its endpoint is used as it is.</summary>
    public OtlpSettings ReadHttp(FileSection section)
    {
        if (section.Choice("encoding", "protobuf", "protobuf", "json") == "json")
            section.Say("encoding", "'json' is not supported; protobuf is used");
        return Read(section, isGrpc: false, 4318, "/" + signal.Path);
    }

    /// <summary>By gRPC.</summary>
    public OtlpSettings ReadGrpc(FileSection section) => Read(section, isGrpc: true, 4317, "/") with { IsGrpc = true };

    private OtlpSettings Read(FileSection section, bool isGrpc, int port, string path)
    {
        var tlsType = isGrpc ? "GrpcTls" : "HttpTls";
        var tls = section.Child("tls", tlsType, new TlsSection(), child => ReadTls(child, isGrpc));
        var fallback = new Endpoint { Host = "localhost", Port = port, Path = path };
        var endpoint = ReadEndpoint(section, fallback, isEncrypted: isGrpc && !tls.IsInsecure, port);
        if (!endpoint.IsEncrypted && (tls.CaFile ?? tls.CertificateFile) is not null)
            section.Refuse("tls", $"is of no use without https; {endpoint.Address} is not encrypted");
        return new OtlpSettings
        {
            Section = section.Path,
            Endpoint = endpoint,
            Headers = ReadHeaders(section),
            Timeout = TimeSpan.FromMilliseconds(section.Timeout("timeout", 10000)),
            Gzip = section.Choice("compression", "none", "gzip", "none") == "gzip",
            CertificateFile = tls.CaFile,
            ClientCertificateFile = tls.CertificateFile,
            ClientKeyFile = tls.CertificateFile is null ? null : tls.KeyFile,
            Retry = distribution.Retry,
            RetryDirectory = NextDirectory(),
            RetryDirectorySize = distribution.RetryDirectorySize,
        };
    }

    /// <summary>What one receiver could not take is not for another one.</summary>
    private string? NextDirectory() => ++_exporters == 1 || distribution.RetryDirectory is not { } directory
        ? distribution.RetryDirectory
        : Path.Combine(directory, _exporters.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads an endpoint.</summary>
    /// <param name="section">What has it.</param>
    /// <param name="fallback">What is used where it has none.</param>
    /// <param name="isEncrypted">Whether an address without a scheme means https.</param>
    /// <param name="port">The port of an address without a scheme and without a port.</param>
    public static Endpoint ReadEndpoint(FileSection section, Endpoint fallback, bool isEncrypted, int port)
    {
        if (section.Text("endpoint", isLoose: true) is not { } text)
            return fallback;
        if (Endpoint.TryParse(text.Trim(), isEncrypted, port, out var endpoint))
            return endpoint;
        section.Say(
            "endpoint",
            $"{Quoted.Value(Endpoint.Redact(text))} is neither an http or https address nor host:port; {fallback.Address} is used");
        return fallback;
    }

    private static TlsSection ReadTls(FileSection section, bool isGrpc)
    {
        var tls = new TlsSection(
            ReadFile(section, "ca_file", "the system's list of authorities"),
            ReadFile(section, "cert_file", "no client certificate"),
            ReadFile(section, "key_file", "the client certificate's own file"),
            isGrpc && section.Boolean("insecure", false));
        if (tls.KeyFile is not null && tls.CertificateFile is null)
            section.Say("key_file", "is of no use without cert_file; no client certificate is used");
        return tls;
    }

    private static string? ReadFile(FileSection section, string name, string used) =>
        section.Has(name) ? section.AsVariable(name).File(section.Join(name), null, used) : null;

    /// <summary>Entries of <c>headers</c> win over those of <c>headers_list</c>.</summary>
    private static List<KeyValuePair<string, string>> ReadHeaders(FileSection section)
    {
        const string listed = "headers_list";
        const string leftOut = "the header is left out";
        var own = section.Children<HeaderEntry>("headers", "NameStringValuePair", header =>
        {
            var name = header.RequiredText("name", leftOut);
            var value = header.Text("value", isLoose: true);
            if (name is not null && !HeaderSyntax.IsName(name))
                header.Say("name", $"{Quoted.Value(name)} is not the name of a header; {leftOut}");
            else if (value is not null && !HeaderSyntax.IsValue(value))
                header.Say("value", $"holds control characters; {leftOut}");
            else if (name is not null && value is not null)
                return new HeaderEntry(name, value);
            return null;
        });
        var headers = new List<KeyValuePair<string, string>>();
        if (section.Has(listed))
        {
            foreach (var header in OtlpSettings.ReadHeaders(section.AsVariable(listed), section.Join(listed)))
            {
                if (!own.Exists(mine => mine.Name.Equals(header.Key, StringComparison.OrdinalIgnoreCase)))
                    headers.Add(header);
            }
        }
        headers.AddRange(own.Select(static header => new KeyValuePair<string, string>(header.Name, header.Value)));
        return headers;
    }

    private sealed record HeaderEntry(string Name, string Value);

    private sealed record TlsSection(
        string? CaFile = null, string? CertificateFile = null, string? KeyFile = null, bool IsInsecure = false);
}
