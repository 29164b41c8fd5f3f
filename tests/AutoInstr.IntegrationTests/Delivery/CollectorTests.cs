using System.Globalization;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Receiver;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using OpenTelemetry.Exporter;
using Xunit;

namespace AutoInstr.IntegrationTests.Delivery;

/// <summary>A real collector takes what the agent exports, in every way that the settings know.</summary>
public sealed class CollectorTests
{
    [Theory]
    [InlineData("grpc", "none")]
    [InlineData("grpc", "gzip")]
    [InlineData("http/protobuf", "none")]
    [InlineData("http/protobuf", "gzip")]
    public async Task Spans_pass_through_a_collector(string protocol, string compression)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var collector = await OtelCollector.StartAsync(new OtelCollectorOptions { ForwardTo = receiver.HttpEndpoint });

        var run = await RunAsync(collector, protocol, new() { ["OTEL_EXPORTER_OTLP_COMPRESSION"] = compression });

        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        var span = (await receiver.WaitAsync("last")).Single(span => span.Name == "last");
        Assert.Equal(("collected", "ConsoleApp", SpanKind.Internal), (span.ServiceName, span.ScopeName, span.Kind));
        Assert.Equal("autoinstr", span.Resource["telemetry.distro.name"]);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Mutual_TLS(string protocol)
    {
        using var files = new TestCertificates();
        await using var collector = await OtelCollector.StartAsync(
            new OtelCollectorOptions
            {
                CertificateFile = files.ServerCertificate,
                KeyFile = files.ServerKey,
                ClientCaFile = files.Authority,
            });

        var stranger = await RunAsync(
            collector, protocol, new() { ["OTEL_SERVICE_NAME"] = "stranger", ["OTEL_EXPORTER_OTLP_CERTIFICATE"] = files.Authority });
        var known = await RunAsync(collector, protocol, new()
        {
            ["OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE"] = files.Authority,
            ["OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE"] = files.ClientCertificate,
            ["OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY"] = files.ClientKey,
            ["OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE"] = files.Authority,
            ["OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE"] = files.ClientCertificate,
            ["OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY"] = files.ClientKey,
        });

        Assert.Equal((3, ""), (known.ExitCode, known.Errors));
        await collector.WaitForOutputAsync("service.name: Str(collected)", TimeSpan.FromSeconds(30));
        await collector.WaitForOutputAsync("process.uptime", TimeSpan.FromSeconds(30));
        Assert.Equal(3, stranger.ExitCode);
        Assert.NotEmpty(stranger.Said);
        Assert.DoesNotContain("Str(stranger)", collector.Output);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task An_endpoint_without_a_scheme(string protocol)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var port = protocol == "grpc" ? receiver.GrpcPort : receiver.HttpPort;

        var run = await Console.RunHookedAsync(receiver, env: new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "localhost:" + port.ToString(CultureInfo.InvariantCulture),
            ["OTEL_EXPORTER_OTLP_INSECURE"] = "true",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
        });

        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        await receiver.WaitAsync("last");
    }

    private static TestApp Console { get; } = new("ConsoleApp", Framework: "net10.0");

    private static Task<AppRun> RunAsync(OtelCollector collector, string protocol, Dictionary<string, string?> more)
    {
        var env = new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook,
            ["OTEL_SERVICE_NAME"] = "collected",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] =
                collector.EndpointOf(protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf).ToString(),
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
        };
        foreach (var (name, value) in more)
            env[name] = value;
        return Console.RunBareAsync(env: env);
    }
}
