namespace AutoInstr.Agent.Configuration;

/// <summary>
/// Where a signal goes over OTLP and by which protocol. The two are read together: the port decides the protocol when it is not set, and
/// the protocol decides the port and the path when they are not.
/// </summary>
internal static class OtlpEndpointReader
{
    private const string GeneralEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string GeneralProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Grpc = "grpc";
    private const string HttpProtobuf = "http/protobuf";
    private const string ByPort = "the one that goes with the port";
    private const int GrpcPort = 4317;
    private const int HttpPort = 4318;

    /// <summary>Reads endpoint, protocol and INSECURE.</summary>
    /// <param name="reader">The environment.</param>
    /// <param name="signal">Whose settings win over the general ones.</param>
    /// <returns>The address, for http/protobuf with the path, and whether the protocol is grpc.</returns>
    public static (Endpoint Endpoint, bool IsGrpc) Read(SettingReader reader, Signal signal)
    {
        var ownEndpoint = OtlpSettings.Variable(signal, "ENDPOINT");
        var ownProtocol = OtlpSettings.Variable(signal, "PROTOCOL");
        bool? protocol = ReadProtocol(reader, ownProtocol, ReadProtocol(reader, GeneralProtocol, ByPort)) switch
        {
            ByPort => null,
            var name => name == Grpc,
        };
        var insecure = reader.Boolean(OtlpSettings.Variable(signal, "INSECURE"), reader.Boolean("OTEL_EXPORTER_OTLP_INSECURE", true));
        var port = protocol is true ? GrpcPort : HttpPort;

        var own = ReadEndpoint(reader, ownEndpoint, insecure, port);
        var endpoint = own ?? ReadEndpoint(reader, GeneralEndpoint, insecure, port) ?? new Endpoint { Host = "localhost", Port = port };
        var isGrpc = protocol ?? endpoint.Port == GrpcPort;
        if (protocol is not null && endpoint.Port == (isGrpc ? HttpPort : GrpcPort))
            ReportMixUp(reader, reader.Text(ownProtocol) is null ? GeneralProtocol : ownProtocol, endpoint, isGrpc);
        // The specification: the endpoint of one signal is used as it is, the general one gets the signal's path.
        return (isGrpc || own is not null ? endpoint : endpoint.Append(signal.Path), isGrpc);
    }

    private static Endpoint? ReadEndpoint(SettingReader reader, string name, bool insecure, int port)
    {
        var text = reader.Text(name);
        if (text is null)
            return null;
        if (Endpoint.TryParse(text, !insecure, port, out var endpoint))
            return endpoint;
        var next = name != GeneralEndpoint ? reader.Text(GeneralEndpoint) : null;
        reader.Replaced(
            name,
            Endpoint.Redact(text),
            "is neither an http or https address nor host:port",
            next is null ? $"http://localhost:{port}" : GeneralEndpoint);
        return null;
    }

    private static string ReadProtocol(SettingReader reader, string name, string fallback)
    {
        var text = reader.Text(name);
        if (!"http/json".Equals(text, StringComparison.OrdinalIgnoreCase))
            return reader.Choice(name, fallback, Grpc, HttpProtobuf);
        reader.Replaced(name, text, "is not supported", HttpProtobuf);
        return HttpProtobuf;
    }

    private static void ReportMixUp(SettingReader reader, string name, Endpoint endpoint, bool isGrpc)
    {
        var (used, usual) = isGrpc ? (Grpc, HttpProtobuf) : (HttpProtobuf, Grpc);
        reader.Report(name, $"is {used}, but port {endpoint.Port} of {endpoint.Address} is usually for {usual}; {used} is used");
    }
}
