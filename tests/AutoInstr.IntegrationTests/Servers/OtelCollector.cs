using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using OpenTelemetry.Exporter;
using Xunit;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>How an <see cref="OtelCollector"/> receives and where it sends.</summary>
internal sealed record OtelCollectorOptions
{
    /// <summary>An OTLP/HTTP endpoint that everything is forwarded to, or <see langword="null"/> to only print it.</summary>
    public Uri? ForwardTo { get; init; }

    /// <summary>The encoding it forwards in: <c>proto</c> or <c>json</c>.</summary>
    public string Encoding { get; init; } = "proto";

    /// <summary>The compression it forwards with: <c>gzip</c> or <c>none</c>.</summary>
    public string Compression { get; init; } = "gzip";

    /// <summary>The port for OTLP/HTTP, so that another one can take its place; 0 for any.</summary>
    public int HttpPort { get; init; }

    /// <summary>Whether it answers only when what it forwards has been taken, so that it loses nothing when it is killed.</summary>
    public bool KeepsNothing { get; init; }

    /// <summary>A PEM file with the collector's certificate, for TLS on what it receives.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the certificate's key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A PEM file with the authorities that sign client certificates, for mTLS.</summary>
    public string? ClientCaFile { get; init; }
}

/// <summary>The OpenTelemetry Collector, a real one, on free loopback ports. It prints in detail all that it gets.</summary>
internal sealed partial class OtelCollector : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _configFile = Path.Combine(Path.GetTempPath(), $"otelcol-{Guid.NewGuid():n}.yaml");
    private readonly Process _process;
    private readonly string _scheme;

    private OtelCollector(string program, OtelCollectorOptions options)
    {
        _scheme = options.CertificateFile is null ? "http" : "https";
        File.WriteAllText(_configFile, Config(options));
        var start = new ProcessStartInfo(
            program, ["--config", _configFile])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The port it receives OTLP/gRPC on.</summary>
    public int GrpcPort { get; private set; }

    /// <summary>The port it receives OTLP/HTTP on.</summary>
    public int HttpPort { get; private set; }

    /// <summary>What to set an exporter's endpoint to.</summary>
    public Uri EndpointOf(OtlpExportProtocol protocol) =>
        new($"{_scheme}://127.0.0.1:{(protocol == OtlpExportProtocol.Grpc ? GrpcPort : HttpPort)}");

    /// <summary>What it printed up to now, all that it received included.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts a collector and waits until it receives. Skips the test when there is no collector on the machine.</summary>
    public static async Task<OtelCollector> StartAsync(OtelCollectorOptions options)
    {
        Assert.SkipWhen(CollectorProgram.Path is null, CollectorProgram.Missing);
        var collector = new OtelCollector(CollectorProgram.Path, options);
        var exited = collector._process.WaitForExitAsync();
        if (await Task.WhenAny(collector._ready.Task, exited, Task.Delay(StartTimeout)) == collector._ready.Task)
            return collector;
        await collector.DisposeAsync();
        throw new InvalidOperationException($"the collector did not start:\n{collector.Output}");
    }

    /// <summary>Waits until it has printed something.</summary>
    /// <exception cref="TimeoutException">It did not within the time.</exception>
    public async Task WaitForOutputAsync(string text, TimeSpan timeout)
    {
        using var expiry = new CancellationTokenSource(timeout);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (expiry.IsCancellationRequested)
                throw new TimeoutException($"the collector did not print '{text}' within {timeout}. It printed:\n{Output}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Ends it at once, whatever it is doing.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it the way an operator would, so that it forwards what it still has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
        _process.Dispose();
        File.Delete(_configFile);
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Append(line).Append('\n');
        // It is given port 0 and says which one it got.
        if (Listening().Match(line) is { Success: true } match)
        {
            var port = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
            if (match.Groups["protocol"].Value == "GRPC")
                GrpcPort = port;
            else
                HttpPort = port;
        }
        else if (line.Contains("Everything is ready", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    private static string Config(OtelCollectorOptions options)
    {
        var clients = options.ClientCaFile is null ? "" : $", client_ca_file: '{options.ClientCaFile}'";
        var tls = options.CertificateFile is null ? ""
            : $", tls: {{ cert_file: '{options.CertificateFile}', key_file: '{options.KeyFile}'{clients} }}";
        var exporters = options.ForwardTo is null ? "debug" : "debug, otlp_http";
        var pipeline = $"{{ receivers: [otlp], exporters: [{exporters}] }}";
        return $$"""
            receivers:
              otlp:
                protocols:
                  grpc: { endpoint: "127.0.0.1:0"{{tls}} }
                  http: { endpoint: "127.0.0.1:{{options.HttpPort}}"{{tls}} }
            exporters:
              debug: { verbosity: detailed, sampling_initial: 1000000 }
              otlp_http:
                endpoint: "{{options.ForwardTo?.ToString().TrimEnd('/') ?? "http://127.0.0.1:9"}}"
                encoding: {{options.Encoding}}
                compression: {{options.Compression}}
                retry_on_failure: { enabled: false }
                sending_queue: { enabled: {{(options.KeepsNothing ? "false" : "true")}} }
            service:
              telemetry: { metrics: { level: none } }
              pipelines: { traces: {{pipeline}}, metrics: {{pipeline}}, logs: {{pipeline}} }
            """;
    }

    [GeneratedRegex("""Starting (?<protocol>GRPC|HTTP) server\t.*"endpoint": "127\.0\.0\.1:(?<port>\d+)""")]
    private static partial Regex Listening();
}
