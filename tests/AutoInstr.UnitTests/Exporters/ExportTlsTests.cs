using AutoInstr.Agent.Configuration;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

public sealed class ExportTlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_private_authority_is_trusted(bool isGrpc)
    {
        await using var receiver = await StartAsync();
        using var session = Session(receiver, isGrpc, otlp => otlp with { CertificateFile = _certificates.Authority });
        session.Export();
        Assert.Empty(session.Log);
        Assert.Single(receiver.Store.Spans);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_authority_is_not(bool isGrpc)
    {
        await using var receiver = await StartAsync();
        using var session = Session(receiver, isGrpc, static otlp => otlp);
        session.Export();
        session.Export();
        Assert.Matches(
            "^Error: otlp: spans do not arrive at https://localhost:.*: no TLS connection: .*check OTEL_EXPORTER_OTLP_CERTIFICATE",
            Assert.Single(session.Log));
        Assert.Empty(receiver.Store.Spans);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task The_client_shows_its_certificate(bool isGrpc, bool keyInSameFile)
    {
        await using var receiver = await StartAsync(clientCa: _certificates.Authority);
        string? subject = null;
        receiver.Received += batch => subject = batch.ClientCertificateSubject;
        using var session = Session(receiver, isGrpc, otlp => otlp with
        {
            CertificateFile = _certificates.Authority,
            ClientCertificateFile = keyInSameFile ? _certificates.ClientWithKey : _certificates.Client,
            ClientKeyFile = keyInSameFile ? null : _certificates.ClientKey,
        });
        session.Export();
        Assert.Empty(session.Log);
        Assert.Equal("CN=Test Client", subject);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_without_a_certificate_is_turned_away_in_one_line(bool isGrpc)
    {
        await using var receiver = await StartAsync(clientCa: _certificates.Authority);
        using var session = Session(receiver, isGrpc, otlp => otlp with { CertificateFile = _certificates.Authority });
        session.Export();
        Assert.StartsWith("Error: otlp: spans do not arrive at https://localhost:", Assert.Single(session.Log), StringComparison.Ordinal);
        Assert.Equal(1, session.Processors[0].Sender.Undelivered);
    }

    [Fact]
    public async Task A_name_that_the_certificate_lacks_is_refused()
    {
        await using var receiver = await StartAsync("0.0.0.0");
        using var session = new ExportSession(ExportSession.Otlp(
            $"https://127.0.0.2:{receiver.HttpPort}", otlp => otlp with { CertificateFile = _certificates.Authority }, "http/protobuf"));
        session.Export();
        Assert.Contains("no TLS connection", Assert.Single(session.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("/no/such/file.pem")]
    public async Task A_file_without_authorities_is_reported_and_the_export_goes_on(string file)
    {
        await using var receiver = await StartAsync();
        using var session = Session(receiver, isGrpc: true, otlp => otlp with { CertificateFile = Resolve(file) });
        session.Export();
        Assert.Equal(2, session.Log.Count);
        Assert.Matches("^Warn: OTEL_EXPORTER_OTLP_CERTIFICATE: '.*' .*; the system's list of authorities is used$", session.Log[0]);
        Assert.Contains("no TLS connection", session.Log[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("/no/such/file.pem")]
    public async Task A_file_without_a_client_certificate_is_reported_and_the_export_goes_on(string file)
    {
        await using var receiver = await StartAsync();
        using var session = Session(
            receiver, isGrpc: true, otlp => otlp with { CertificateFile = _certificates.Authority, ClientCertificateFile = Resolve(file) });
        session.Export();
        Assert.Matches("^Warn: OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '.*' .*; no client certificate is used$", Assert.Single(session.Log));
        Assert.Single(receiver.Store.Spans);
    }

    private string Resolve(string file) => file switch { "garbage" => _certificates.Garbage, "empty" => _certificates.Empty, _ => file };

    private Task<OtlpReceiver> StartAsync(
        string host = "127.0.0.1", string? clientCa = null) => OtlpReceiver.StartAsync(ReceiverOptions.FreePorts with
        {
            Host = host,
            CertificateFile = _certificates.Server,
            KeyFile = _certificates.ServerKey,
            ClientCaFile = clientCa,
        });

    private static ExportSession Session(OtlpReceiver receiver, bool isGrpc, Func<OtlpSettings, OtlpSettings> change) =>
        new(ExportSession.Otlp(
            $"https://localhost:{(isGrpc ? receiver.GrpcPort : receiver.HttpPort)}", change, isGrpc ? "grpc" : "http/protobuf"));
}
