using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class OtlpEndpointTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string TracesProtocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
    private const string Insecure = "OTEL_EXPORTER_OTLP_INSECURE";

    [Theory]
    [InlineData("", "http://localhost:4318/v1/traces", false)]
    [InlineData("otel:4317", "http://otel:4317/", true)]
    [InlineData("otel:4318", "http://otel:4318/v1/traces", false)]
    [InlineData("otel:80", "http://otel/v1/traces", false)]
    [InlineData("127.0.0.1:4317", "http://127.0.0.1:4317/", true)]
    [InlineData("[::1]:4317", "http://[::1]:4317/", true)]
    [InlineData("[::1]", "http://[::1]:4318/v1/traces", false)]
    [InlineData("localhost", "http://localhost:4318/v1/traces", false)]
    [InlineData("otel.example.com/prefix", "http://otel.example.com:4318/prefix/v1/traces", false)]
    [InlineData("http://otel:4317", "http://otel:4317/", true)]
    [InlineData("  http://otel:4317  ", "http://otel:4317/", true)]
    [InlineData("HTTP://otel:4318/", "http://otel:4318/v1/traces", false)]
    [InlineData("http://otel:4318/prefix/", "http://otel:4318/prefix/v1/traces", false)]
    [InlineData("http://otel:4318/v1/traces", "http://otel:4318/v1/traces", false)]
    [InlineData("https://otel", "https://otel/v1/traces", false)]
    [InlineData("https://otel:4317", "https://otel:4317/", true)]
    [InlineData("https://otel:4318/x?key=1", "https://otel:4318/x/v1/traces?key=1", false)]
    public void The_general_endpoint_gets_scheme_port_protocol_and_path(string value, string endpoint, bool isGrpc)
    {
        var otlp = new TestEnvironment((Endpoint, value)).ReadClean().Traces.Otlp;
        Assert.Equal((endpoint, isGrpc), (otlp.Endpoint.ToUri().AbsoluteUri, otlp.IsGrpc));
    }

    [Theory]
    [InlineData("otel:4317", "http://otel:4317/", true)]
    [InlineData("http://otel:4318", "http://otel:4318/", false)]
    [InlineData("http://otel:4318/own/path", "http://otel:4318/own/path", false)]
    public void The_endpoint_for_traces_wins_and_is_used_as_it_is(string value, string endpoint, bool isGrpc)
    {
        var otlp = new TestEnvironment((Endpoint, "http://other:4318"), (TracesEndpoint, value)).ReadClean().Traces.Otlp;
        Assert.Equal((endpoint, isGrpc), (otlp.Endpoint.ToUri().AbsoluteUri, otlp.IsGrpc));
    }

    [Theory]
    [InlineData("grpc", "", "http://localhost:4317/", true)]
    [InlineData("GRPC", "otel", "http://otel:4317/", true)]
    [InlineData("http/protobuf", "otel", "http://otel:4318/v1/traces", false)]
    [InlineData("HTTP/Protobuf", "https://otel:8443", "https://otel:8443/v1/traces", false)]
    [InlineData("grpc", "https://otel:8443/prefix", "https://otel:8443/prefix", true)]
    [InlineData("grpc", "https://otel", "https://otel/", true)]
    public void The_protocol_decides_what_the_endpoint_leaves_open(string protocol, string value, string endpoint, bool isGrpc)
    {
        var otlp = new TestEnvironment((Protocol, protocol), (Endpoint, value)).ReadClean().Traces.Otlp;
        Assert.Equal((endpoint, isGrpc), (otlp.Endpoint.ToUri().AbsoluteUri, otlp.IsGrpc));
    }

    [Fact]
    public void The_protocol_for_traces_wins()
    {
        var otlp = new TestEnvironment((Protocol, "grpc"), (TracesProtocol, "http/protobuf")).ReadClean().Traces.Otlp;
        Assert.False(otlp.IsGrpc);
    }

    [Theory]
    [InlineData("true", "otel:4317", "http")]
    [InlineData("false", "otel:4317", "https")]
    [InlineData("FALSE", "localhost", "https")]
    [InlineData("true", "https://otel:4317", "https")]
    [InlineData("false", "http://otel:4317", "http")]
    public void Insecure_decides_on_the_scheme_where_there_is_none(string insecure, string value, string scheme)
    {
        var otlp = new TestEnvironment((Insecure, insecure), (Endpoint, value)).ReadClean().Traces.Otlp;
        Assert.Equal(scheme, otlp.Endpoint.ToUri().Scheme);
    }

    [Fact]
    public void Insecure_for_traces_wins()
    {
        var environment = new TestEnvironment((Insecure, "true"), ("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "false"), (Endpoint, "otel:4317"));
        Assert.Equal("https", environment.ReadClean().Traces.Otlp.Endpoint.ToUri().Scheme);
    }

    [Theory]
    [InlineData("grpc", "http://otel:4318", "is grpc, but port 4318 of http://otel:4318/ is usually for http/protobuf; grpc is used")]
    [InlineData(
        "http/protobuf", "otel:4317", "is http/protobuf, but port 4317 of http://otel:4317/ is usually for grpc; http/protobuf is used")]
    public void A_protocol_that_contradicts_the_port_is_obeyed_and_reported(string protocol, string value, string report)
    {
        var otlp = new TestEnvironment((Protocol, protocol), (Endpoint, value)).ReadWithReport($"{Protocol}: {report}").Traces.Otlp;
        Assert.Equal(protocol == "grpc", otlp.IsGrpc);
    }

    [Theory]
    [InlineData("http/json", "'http/json' is not supported; http/protobuf is used")]
    [InlineData("udp", "'udp' is not one of grpc, http/protobuf; the one that goes with the port is used")]
    public void A_protocol_that_does_not_exist_is_reported(string protocol, string report)
    {
        var otlp = new TestEnvironment((Protocol, protocol)).ReadWithReport($"{Protocol}: {report}").Traces.Otlp;
        Assert.Equal(("http://localhost:4318/v1/traces", false), (otlp.Endpoint.ToUri().AbsoluteUri, otlp.IsGrpc));
    }

    [Theory]
    [InlineData("ftp://otel:21", "'ftp://otel:21'")]
    [InlineData("http:/otel:4317", "'http:/otel:4317'")]
    [InlineData("http://", "'http://'")]
    [InlineData("otel:port", "'otel:port'")]
    [InlineData("otel:70000", "'otel:70000'")]
    [InlineData(":4317", "':4317'")]
    [InlineData("::1:4317", "'::1:4317'")]
    [InlineData("\"http://otel:4317\"", "'\"http://otel:4317\"'")]
    [InlineData("a b", "'a b'")]
    [InlineData("otel:0", "'otel:0'")]
    [InlineData("otel:", "'otel:'")]
    [InlineData("[::zz]:4317", "'[::zz]:4317'")]
    [InlineData("[1:2]", "'[1:2]'")]
    [InlineData("http://[::1", "'http://[::1'")]
    [InlineData("unix:///run/otel.sock", "'unix:///run/otel.sock'")]
    [InlineData("ftp://user:secret@otel?key=secret", "'ftp://[REDACTED]@otel'")]
    [InlineData("user:secret@otel:port", "'[REDACTED]@otel:port'")]
    public void An_endpoint_that_is_none_is_reported_and_replaced(string value, string quoted)
    {
        var otlp = new TestEnvironment((Endpoint, value))
            .ReadWithReport(
                $"{Endpoint}: {quoted} is neither an http or https address nor host:port; http://localhost:4318 is used").Traces.Otlp;
        Assert.Equal("http://localhost:4318/v1/traces", otlp.Endpoint.ToUri().AbsoluteUri);
    }

    [Fact]
    public void A_wrong_endpoint_for_traces_leaves_the_general_one()
    {
        var otlp = new TestEnvironment((TracesEndpoint, "://"), (Endpoint, "otel:4317"))
            .ReadWithReport($"{TracesEndpoint}: '://' is neither an http or https address nor host:port; {Endpoint} is used").Traces.Otlp;
        Assert.Equal(("http://otel:4317/", true), (otlp.Endpoint.ToUri().AbsoluteUri, otlp.IsGrpc));
    }

    [Fact]
    public void The_mix_up_report_shows_neither_password_nor_query()
    {
        var environment = new TestEnvironment((Protocol, "grpc"), (Endpoint, "http://user:secret@otel:4318?key=secret"));
        environment.Read();
        Assert.DoesNotContain("secret", Assert.Single(environment.Reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_read_or_reported_when_the_exporter_is_not_used()
    {
        var environment = new TestEnvironment(
            ("OTEL_TRACES_EXPORTER", "console"), ("OTEL_METRICS_EXPORTER", "console"), ("OTEL_LOGS_EXPORTER", "console"),
            (Endpoint, "ftp://wrong"));
        environment.ReadClean();
        Assert.DoesNotContain(Endpoint, environment.Asked);
    }
}
