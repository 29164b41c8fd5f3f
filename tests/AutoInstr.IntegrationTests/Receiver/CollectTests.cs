using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AutoInstr.IntegrationTests.Harness;
using OpenTelemetry.Exporter;
using Xunit;

namespace AutoInstr.IntegrationTests.Receiver;

/// <summary>The program <c>collect</c> as a process of its own.</summary>
public sealed class CollectTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collect-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(SigInt)]
    [InlineData(SigTerm)]
    public async Task A_trace_is_shown_and_a_signal_ends_it_with_a_summary(int signal)
    {
        await using var collect = Start([]);
        var endpoint = new Uri(await collect.WaitForOutputAsync(@"OTLP/gRPC on (http://\S+),"));

        var traceId = SdkSender.Send(endpoint, OtlpExportProtocol.Grpc);
        await collect.WaitForOutputAsync($"trace {traceId} ");
        collect.Signal(signal);
        var run = await collect.WaitForExitAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("✗ GET /orders/{id}  500", run.Output, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: no such order", run.Output, StringComparison.Ordinal);
        Assert.Contains("└─ SELECT orders  sqlite", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 trace, 2 spans, 1 error, services: sender (2)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_been_shown_is_shown_at_the_end()
    {
        await using var collect = Start([]);
        var endpoint = new Uri(await collect.WaitForOutputAsync(@"OTLP/HTTP on (http://\S+)"));

        var traceId = SdkSender.Send(endpoint, OtlpExportProtocol.HttpProtobuf);
        var run = await collect.StopAsync();

        Assert.Contains($"trace {traceId} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_output_file_holds_requests_that_can_be_sent_again()
    {
        var file = Path.Combine(_folder.FullName, "traces.jsonl");
        await using var collect = Start(["--quiet", "--output", file]);
        var endpoint = new Uri(await collect.WaitForOutputAsync(@"OTLP/gRPC on (http://\S+),"));
        var traceId = SdkSender.Send(endpoint, OtlpExportProtocol.Grpc);
        var run = await collect.StopAsync();
        Assert.DoesNotContain(traceId, run.Output, StringComparison.Ordinal);

        await using var receiver = await Spans.ReceiveAsync();
        using var http = new HttpClient();
        foreach (var line in await File.ReadAllLinesAsync(file))
        {
            using var content = new StringContent(line, MediaTypeHeaderValue.Parse("application/json"));
            using var response = await http.PostAsync(new Uri(receiver.HttpEndpoint, "/v1/traces"), content);
            Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        }
        await SentTrace.AssertReceivedAsync(receiver, traceId);
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_one_line()
    {
        using var occupant = new TcpListener(System.Net.IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((System.Net.IPEndPoint)occupant.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var collect = Start(["--http-port", port]);
        var run = await collect.WaitForExitAsync();

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        var line = Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
        Assert.Contains($":{port}", line, StringComparison.Ordinal);
        Assert.Contains("in use", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--grpc-port 'many'", "--grpc-port", "many")]
    [InlineData(2, "--http-port '65536'", "--http-port=65536")]
    [InlineData(2, "--max-spans '0'", "--max-spans", "0")]
    [InlineData(2, "--output needs a value", "--output")]
    [InlineData(2, "unknown option '--zork'", "--zork")]
    [InlineData(1, "/nowhere/x", "--output", "/nowhere/x")]
    [InlineData(1, "/nowhere.pem", "--tls-cert", "/nowhere.pem")]
    [InlineData(1, "TLS certificate", "--client-ca", "/nowhere.pem")]
    [InlineData(1, "host 'no.such.invalid'", "--host", "no.such.invalid")]
    public async Task What_is_wrong_is_said_in_one_line(int exitCode, string said, params string[] arguments)
    {
        await using var collect = Start(arguments);
        var run = await collect.WaitForExitAsync();

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, Assert.Single(run.Errors.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        await using var collect = Start(["--help"]);
        var run = await collect.WaitForExitAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string[] options =
        [
            "--grpc-port", "--http-port", "--host", "--output", "--attributes", "--max-spans", "--no-color", "--quiet",
            "--tls-cert", "--tls-key", "--client-ca",
        ];
        Assert.All(options, option => Assert.Contains(option, run.Output, StringComparison.Ordinal));
    }

    private static AppProcess Start(IReadOnlyList<string> arguments) => AppProcess.Start(
        [Repository.Dotnet("10.0"), Path.Combine(AppContext.BaseDirectory, "AutoInstr.Viewer.dll"), "--grpc-port=0",
            "--http-port=0", .. arguments],
        // A hook that is not there would end any process that looks for it: collect does not.
        new Dictionary<string, string?>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
            ["DOTNET_STARTUP_HOOKS"] = "/nowhere/Hook.dll",
        });
}
