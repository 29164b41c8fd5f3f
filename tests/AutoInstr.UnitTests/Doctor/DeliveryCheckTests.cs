using AutoInstr.Agent.Configuration;
using AutoInstr.Compare.Running;
using AutoInstr.Doctor.Delivery;
using AutoInstr.Doctor.Report;
using AutoInstr.UnitTests.Exporters;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

/// <summary>The receiver is asked by the agent's own exporters.</summary>
public sealed class DeliveryCheckTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["OTEL_METRICS_EXPORTER"] = "none",
        ["OTEL_LOGS_EXPORTER"] = "none",
    };

    private Func<int, bool?>? _listens;

    [Theory]
    [InlineData("otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", "POST", "/v1/traces")]
    [InlineData("zipkin", "OTEL_EXPORTER_ZIPKIN_ENDPOINT", "POST", "/")]
    public async Task A_receiver_that_takes_spans(string exporter, string endpoint, string method, string path)
    {
        await using var server = ScriptedServer.Answering("200 OK");
        _environment["OTEL_TRACES_EXPORTER"] = exporter + ",console";
        _environment[endpoint] = $"http://127.0.0.1:{server.Port}";
        _environment["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=Bearer t";

        var section = Run();

        Assert.Equal([Mark.Ok, Mark.Ok], section.Findings.Select(finding => finding.Mark));
        var request = Assert.Single(server.Requests);
        Assert.StartsWith($"{method} {path} ", request.RequestLine, StringComparison.Ordinal);
        if (exporter == "zipkin")
            Assert.Equal("[]", System.Text.Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData(null, "Ok")]
    [InlineData(true, "Ok")]
    [InlineData(false, "Problem")]
    public void Where_metrics_are_scraped(bool? listens, string mark)
    {
        _environment["OTEL_TRACES_EXPORTER"] = "none";
        _environment["OTEL_METRICS_EXPORTER"] = "prometheus";
        _environment["OTEL_EXPORTER_PROMETHEUS_PORT"] = "1234";
        _listens = port => port == 1234 ? listens : null;
        Assert.Equal(mark, Run().Single("prometheus").Mark.ToString());
    }

    [Theory]
    [InlineData("deeper/than/what/is/there", "Ok")]
    [InlineData("file/below", "Problem")]
    public void The_directory_of_the_buffer(string path, string mark)
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-doctor-").FullName;
        File.WriteAllText(Path.Combine(folder, "file"), "");
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePort.Find()}";
        _environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "disk";
        _environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH"] = Path.Combine(folder, path);

        Assert.Equal(mark, Run().Single("buffer").Mark.ToString());
        Assert.Equal(["file"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Nobody_listens()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePort.Find()}";
        Run().HasProblem("otlp", "connection refused; is a receiver running there?");
    }

    [Fact]
    public async Task The_receiver_refuses()
    {
        await using var server = ScriptedServer.Answering("401 Unauthorized");
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{server.Port}";
        Run().HasProblem("otlp", "HTTP status 401 Unauthorized; check OTEL_EXPORTER_OTLP_HEADERS");
    }

    [Fact]
    public async Task The_receiver_does_not_answer()
    {
        await using var server = ScriptedServer.Hanging();
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{server.Port}";
        _environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        Run(seconds: 2).HasProblem("otlp", "no answer within 2000 ms");
    }

    [Fact]
    public async Task A_receiver_of_another_protocol()
    {
        await using var server = ScriptedServer.Saying("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{server.Port}";
        _environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        Run().HasProblem("otlp", "the receiver does not speak grpc");
    }

    [Fact]
    public void Another_network_is_not_this_one()
    {
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePort.Find()}";
        Assert.Equal(Mark.Note, Run(isReachable: false).Single("otlp").Mark);
    }

    [Fact]
    public async Task Every_signal_is_asked_for()
    {
        await using var server = ScriptedServer.Answering("200 OK");
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{server.Port}";
        _environment["OTEL_METRICS_EXPORTER"] = "otlp,console,prometheus";
        _environment["OTEL_LOGS_EXPORTER"] = "otlp,console";

        var section = Run();

        Assert.All(section.Findings, finding => Assert.Equal(Mark.Ok, finding.Mark));
        Assert.Equal(
            [
                $"otlp: the receiver at http://127.0.0.1:{server.Port}/v1/traces takes spans, by http/protobuf",
                $"otlp: the receiver at http://127.0.0.1:{server.Port}/v1/metrics takes metrics, by http/protobuf",
                "console: metrics are written to standard output",
                "prometheus: metrics are at http://localhost:9464/metrics while the application runs",
                $"otlp: the receiver at http://127.0.0.1:{server.Port}/v1/logs takes logs, by http/protobuf",
                "console: logs are written to standard output",
            ],
            section.Findings.Select(finding => finding.Text));
    }

    [Fact]
    public async Task A_receiver_of_traces_alone()
    {
        await using var server = ScriptedServer.Answering("404 Not Found");
        _environment["OTEL_TRACES_EXPORTER"] = "none";
        _environment["OTEL_METRICS_EXPORTER"] = "otlp";
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{server.Port}";
        Run().HasProblem(
            "otlp", "HTTP status 404 Not Found; check the path: OTEL_EXPORTER_OTLP_ENDPOINT gets v1/metrics appended, " +
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT does not; OTEL_METRICS_EXPORTER=none for one that takes no metrics");
    }

    private Section Run(double seconds = 30, bool isReachable = true)
    {
        var settings = AgentSettings.Read(_environment.GetValueOrDefault, _ => { });
        return new DeliveryCheck(settings, TimeSpan.FromSeconds(seconds), static path => path) { Listens = _listens }.Run(isReachable);
    }
}
