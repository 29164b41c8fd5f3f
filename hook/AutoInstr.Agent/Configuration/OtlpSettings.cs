namespace AutoInstr.Agent.Configuration;

/// <summary>The OTLP exporter of one signal.</summary>
internal sealed record OtlpSettings
{
    /// <summary>Megabytes that <see cref="OtlpRetry.Disk"/> may keep of each signal unless said.</summary>
    public const int DefaultMegabytes = 64;

    /// <summary>Bytes of one.</summary>
    public const long Megabyte = 1024 * 1024;

    private const string RetryDirectoryName = "OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH";

    /// <summary>Complete address: for http/protobuf with the signal's path.</summary>
    public Endpoint Endpoint { get; init; } = new() { Host = "localhost", Port = 4318, Path = "/v1/traces" };

    /// <summary>Whether the protocol is grpc; otherwise it is http/protobuf.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>Headers, percent-decoded, in order. Never logged.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How long one export may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether requests are compressed with gzip.</summary>
    public bool Gzip { get; init; }

    /// <summary>PEM file of the authorities that are trusted instead of the system's, or <see langword="null"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the client's certificate, or <see langword="null"/>.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file of the client's key, or <see langword="null"/> when it is in the certificate's file.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>What happens to a batch that the receiver could not take for the moment (OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY).</summary>
    public OtlpRetry Retry { get; init; } = OtlpRetry.InMemory;

    /// <summary>Where <see cref="OtlpRetry.Disk"/> keeps batches (OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH).</summary>
    public string? RetryDirectory { get; init; }

    /// <summary>Bytes that <see cref="OtlpRetry.Disk"/> may keep of each signal (AUTOINSTR_DISK_RETRY_MEGABYTES).</summary>
    public long RetryDirectorySize { get; init; } = DefaultMegabytes * Megabyte;

    /// <summary>The section of the configuration file, or <see langword="null"/> where variables are the settings.</summary>
    public string? Section { get; init; }

    /// <summary>What to name in a message.</summary>
    /// <param name="variable">The variable, without <c>OTEL_EXPORTER_OTLP_</c>.</param>
    /// <param name="property">The property of the section.</param>
    public string Named(string variable, string property) =>
        Section is null ? "OTEL_EXPORTER_OTLP_" + variable : $"{Section}.{property}";

    /// <summary>The same, with requests that take no longer than an export may.</summary>
    /// <param name="exportTimeout">Milliseconds that an export may take.</param>
    public OtlpSettings Within(int exportTimeout) =>
        this with { Timeout = TimeSpan.FromMilliseconds(Math.Min(Timeout.TotalMilliseconds, exportTimeout)) };

    /// <summary>The variable of one signal alone.</summary>
    public static string Variable(Signal signal, string name) => $"OTEL_EXPORTER_OTLP_{signal.Variable}_{name}";

    /// <summary>Reads the settings for a signal: OTEL_EXPORTER_OTLP_{SIGNAL}_* win over OTEL_EXPORTER_OTLP_*.</summary>
    /// <param name="reader">The environment.</param>
    /// <param name="signal">The signal.</param>
    public static OtlpSettings Read(SettingReader reader, Signal signal)
    {
        var (endpoint, isGrpc) = OtlpEndpointReader.Read(reader, signal);
        var certificate = ReadFile(reader, signal, "CERTIFICATE", "the system's list of authorities");
        var clientCertificate = ReadFile(reader, signal, "CLIENT_CERTIFICATE", "no client certificate");
        var clientKey = ReadFile(reader, signal, "CLIENT_KEY", "the client certificate's own file");
        if (clientKey is not null && clientCertificate is null)
            reader.Report("OTEL_EXPORTER_OTLP_CLIENT_KEY",
                "is of no use without OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE; no client certificate is used");
        if (!endpoint.IsEncrypted && (certificate ?? clientCertificate) is not null)
            reader.Report("OTEL_EXPORTER_OTLP_CERTIFICATE", $"is of no use without https; {endpoint.Address} is not encrypted");
        return new OtlpSettings
        {
            Endpoint = endpoint,
            IsGrpc = isGrpc,
            Headers = ReadHeaders(reader, signal),
            Timeout = TimeSpan.FromMilliseconds(
                reader.Timeout(Variable(signal, "TIMEOUT"), reader.Timeout("OTEL_EXPORTER_OTLP_TIMEOUT", 10000))),
            Gzip = ReadCompression(reader, Variable(signal, "COMPRESSION"),
                ReadCompression(reader, "OTEL_EXPORTER_OTLP_COMPRESSION", "none")) == "gzip",
            CertificateFile = certificate,
            ClientCertificateFile = clientCertificate,
            ClientKeyFile = clientCertificate is null ? null : clientKey,
            Retry = ReadRetry(reader),
            RetryDirectory = reader.Text(RetryDirectoryName),
            RetryDirectorySize = reader.Integer("AUTOINSTR_DISK_RETRY_MEGABYTES", DefaultMegabytes, minimum: 1) * Megabyte,
        };
    }

    private static string? ReadFile(SettingReader reader, Signal signal, string name, string used) =>
        reader.File(Variable(signal, name), reader.File("OTEL_EXPORTER_OTLP_" + name, null, used), used);

    private static string ReadCompression(SettingReader reader, string name, string fallback) =>
        reader.Choice(name, fallback, "gzip", "none");

    private static List<KeyValuePair<string, string>> ReadHeaders(SettingReader reader, Signal signal)
    {
        var own = Variable(signal, "HEADERS");
        return ReadHeaders(reader, reader.Text(own) is null ? "OTEL_EXPORTER_OTLP_HEADERS" : own);
    }

    /// <summary>Reads a list of headers.</summary>
    /// <param name="reader">Gives the text.</param>
    /// <param name="name">The variable, or what it is called in messages.</param>
    public static List<KeyValuePair<string, string>> ReadHeaders(SettingReader reader, string name)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var position = 0;
        // What stands where a name should be can be a bare token: a bad entry is told by its place alone.
        foreach (var entry in reader.List(name))
        {
            position++;
            var problem = KeyValueEntry.Parse(entry, out var header);
            if (problem == EntryProblem.Encoding)
            {
                // What is meant is not known, and half of the credentials are as good as none.
                reader.Report(
                    name, $"entry {position} is not percent-encoded (a percent sign itself is %25); no header of the list is used");
                return [];
            }
            if (problem == EntryProblem.Form || !HeaderSyntax.IsName(header.Key))
                reader.Report(name, $"entry {position} is not of the form name=value; the other headers are used");
            else if (!HeaderSyntax.IsValue(header.Value))
                reader.Report(name, $"the value of {header.Key} holds control characters; the other headers are used");
            else
                headers.Add(header);
        }
        return headers;
    }

    private static OtlpRetry ReadRetry(SettingReader reader)
    {
        const string name = "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY";
        switch (reader.Choice(name, "in_memory", "in_memory", "disk", "none"))
        {
            case "none":
                return OtlpRetry.None;
            case "disk" when reader.Text(RetryDirectoryName) is not null:
                return OtlpRetry.Disk;
            case "disk":
                reader.Replaced(name, "disk", "needs " + RetryDirectoryName, "in_memory");
                return OtlpRetry.InMemory;
            default:
                return OtlpRetry.InMemory;
        }
    }
}

/// <summary>What happens to a batch that the receiver could not take for the moment.</summary>
internal enum OtlpRetry
{
    /// <summary>It is dropped.</summary>
    None,
    /// <summary>It is sent again, later and later, until the export's time is up.</summary>
    InMemory,
    /// <summary>It is kept in a directory and sent again later.</summary>
    Disk,
}
