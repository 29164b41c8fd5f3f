using System.Net;
using System.Security.Authentication;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using OpenTelemetry.Exporter;
using Xunit;

namespace AutoInstr.IntegrationTests.Receiver;

/// <summary>The SDK's own exporter sends to the receiver.</summary>
public class SdkTests
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.None, OtlpProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.GZip, OtlpProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.None, OtlpProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.GZip, OtlpProtocol.HttpProtobuf)]
    public async Task A_trace_comes_with_its_headers(OtlpExportProtocol protocol, OtlpExportCompression compression, OtlpProtocol expected)
    {
        await using var receiver = await Spans.ReceiveAsync();
        ReceivedBatch? batch = null;
        receiver.Received += b => batch = b;

        var traceId = SdkSender.Send(EndpointOf(receiver, protocol), protocol, otlp =>
        {
            otlp.Compression = compression;
            otlp.Headers = "authorization=Bearer 1,x-tenant=a";
        });

        await SentTrace.AssertReceivedAsync(receiver, traceId);
        Assert.Equal((Signal.Traces, expected, 2), (batch!.Signal, batch.Protocol, batch.Count));
        Assert.Equal(("Bearer 1", "a"), (batch.Headers["Authorization"], batch.Headers["X-Tenant"]));
        Assert.StartsWith("OTel-OTLP-Exporter-Dotnet/", batch.Headers["user-agent"], StringComparison.Ordinal);
        var encoding = protocol == OtlpExportProtocol.Grpc ? "grpc-encoding" : "content-encoding";
        Assert.Equal(compression == OtlpExportCompression.GZip ? "gzip" : null, batch.Headers.GetValueOrDefault(encoding));
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task With_mutual_TLS_the_client_is_known(OtlpExportProtocol protocol)
    {
        using var files = new TestCertificates();
        await using var receiver = await StartAsync(files, withClients: true);
        ReceivedBatch? batch = null;
        receiver.Received += b => batch = b;

        var traceId = SdkSender.Send(
            EndpointOf(receiver, protocol), protocol, otlp => otlp.HttpClientFactory = () => files.CreateClient(files));

        await SentTrace.AssertReceivedAsync(receiver, traceId);
        Assert.Equal("CN=client", batch!.ClientCertificateSubject);
    }

    [Fact]
    public async Task With_mutual_TLS_nobody_else_gets_in()
    {
        using var files = new TestCertificates();
        using var others = new TestCertificates();
        await using var receiver = await StartAsync(files, withClients: true);
        using var anonymous = files.CreateClient(null);
        using var known = files.CreateClient(files);
        using var stranger = files.CreateClient(others);

        await Assert.ThrowsAsync<HttpRequestException>(() => anonymous.GetAsync(receiver.HttpEndpoint));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(receiver.HttpEndpoint));
        Assert.Equal(HttpStatusCode.NotFound, (await known.GetAsync(receiver.HttpEndpoint)).StatusCode);
    }

    [Fact]
    public async Task With_TLS_alone_any_client_gets_in_that_trusts_the_server()
    {
        using var files = new TestCertificates();
        await using var receiver = await StartAsync(files, withClients: false);
        using var plain = new HttpClient();

        var traceId = SdkSender.Send(
            receiver.GrpcEndpoint, OtlpExportProtocol.Grpc, otlp => otlp.HttpClientFactory = () => files.CreateClient(null));

        await SentTrace.AssertReceivedAsync(receiver, traceId);
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(receiver.HttpEndpoint));
        Assert.IsType<AuthenticationException>(e.InnerException);
    }

    private static Task<OtlpReceiver> StartAsync(
        TestCertificates files, bool withClients) => OtlpReceiver.StartAsync(ReceiverOptions.FreePorts with
        {
            CertificateFile = files.ServerCertificate,
            KeyFile = files.ServerKey,
            ClientCaFile = withClients ? files.Authority : null,
        });

    private static Uri EndpointOf(OtlpReceiver receiver, OtlpExportProtocol protocol) =>
        protocol == OtlpExportProtocol.Grpc ? receiver.GrpcEndpoint : receiver.HttpEndpoint;
}
