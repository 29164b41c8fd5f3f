using System.Text.Json;
using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>Prometheus, scraping one target once a second.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _client;

    private Prometheus(ServerProcess process, int port) =>
        (_process, _client) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    /// <summary>Starts it.</summary>
    /// <param name="target">What is scraped, as host and port.</param>
    public static async Task<Prometheus> StartAsync(string target)
    {
        var prometheus = ServerProcess.Require("prometheus", "/usr/bin/prometheus");
        var port = FreePort.Find();
        var folder = ServerProcess.NewFolder();
        var configuration = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: application
                static_configs:
                  - targets: ['{target}']
            """);
        return new Prometheus(
            await ServerProcess.StartAsync(
                folder, "Server is ready to receive web requests", prometheus,
                [
                    $"--config.file={configuration}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address=127.0.0.1:{port}",
                    "--enable-feature=exemplar-storage",
                ]),
            port);
    }

    /// <summary>The values of an expression by their labels without <c>instance</c>, <c>job</c> and the scope's.</summary>
    public async Task<IReadOnlyDictionary<string, double>> QueryAsync(string expression)
    {
        using var answer = JsonDocument.Parse(await _client.GetStringAsync("/api/v1/query?query=" + Uri.EscapeDataString(expression)));
        return answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().ToDictionary(
            static result => string.Join(' ', result.GetProperty("metric").EnumerateObject()
                .Where(static label => label.Name is not ("__name__" or "instance" or "job") && !label.Name.StartsWith("otel_scope"))
                .Select(static label => $"{label.Name}={label.Value.GetString()}").Order(StringComparer.Ordinal)),
            static result => double.Parse(result.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The trace ids that are kept beside the values of an expression.</summary>
    public async Task<IReadOnlyList<string>> ExemplarsAsync(string expression)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var answer = JsonDocument.Parse(await _client.GetStringAsync(
            $"/api/v1/query_exemplars?query={Uri.EscapeDataString(expression)}&start={now - 600}&end={now + 60}"));
        return
        [
            .. from series in answer.RootElement.GetProperty("data").EnumerateArray()
               from exemplar in series.GetProperty("exemplars").EnumerateArray()
               select exemplar.GetProperty("labels").GetProperty("trace_id").GetString(),
        ];
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _process.DisposeAsync();
    }
}
