using System.Globalization;

using AutoInstr.Samples;
using AutoInstr.Viewer;

namespace AutoInstr.Demo;

/// <summary>Runs the unmodified system under the hook, sends it requests, and shows the traces that come of it.</summary>
sealed class Demonstration(DemoOptions options, TextWriter output) : IDisposable
{
    /// <summary>How long the spans may take: twice what the batch processor waits, and a margin for a busy machine.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly Script _script = new(options.OnServers);
    private readonly TraceTree _tree = new(TreeOptions.ForStandardOutput());
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("autoinstr-demo-");

    /// <summary>Runs the demo.</summary>
    /// <returns>Whether every answer and every span was as expected, and the services' files are still what they were.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var before = Fingerprint.Of(options.Unmodified);
        await using var servers = options.OnServers ? await SampleServers.StartAsync() : null;
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        var activation = Activation(receiver);
        await Introduce(before, activation);

        await using var system = await SampleSystem.StartAsync(
            options.Unmodified, _data.FullName, [.. activation, .. servers?.Settings ?? []], cancellation);
        var wrong = await SendAsync(system.Address, cancellation);
        await system.WaitForJobAsync(cancellation);
        if (!options.Keep)
        {
            await output.WriteLineAsync("Ending the services with SIGTERM: what they have not sent yet they send now.");
            await system.StopAsync();
        }
        var outcome = await CollectAsync(receiver.Store, cancellation);
        await ShowAsync(receiver.Store, outcome);
        wrong.AddRange(outcome.Missing.Select(span => "missing: " + span));
        if (Fingerprint.Of(options.Unmodified) != before)
            wrong.Add("the published files are not what they were");
        await ConcludeAsync(before, wrong, system.Processes.SelectMany(process => process.Output));

        if (options.Keep)
            await KeepAsync(receiver, system.Address, cancellation);
        return wrong.Count == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>What activates and directs the hook: the same for every service.</summary>
    private KeyValuePair<string, string>[] Activation(OtlpReceiver receiver) =>
    [
        new("DOTNET_STARTUP_HOOKS", options.Hook),
        new("OTEL_TRACES_EXPORTER", "otlp"),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        new("OTEL_EXPORTER_OTLP_INSECURE", "true"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:" + receiver.GrpcPort.ToString(CultureInfo.InvariantCulture)),
        new("AUTOINSTR_TRACE_METHODS", Script.TracedMethods),
    ];

    private async Task Introduce(Fingerprint files, IEnumerable<KeyValuePair<string, string>> activation)
    {
        var (stores, queue) = options.OnServers
            ? ("PostgreSQL and Redis", "RabbitMQ")
            : ("SQLite and a cache in memory", "a queue over HTTP");
        await output.WriteLineAsync($"""

            The system: {Path.GetRelativePath(Environment.CurrentDirectory, options.Unmodified)}, three services that know nothing of telemetry:
            a gateway, an API with {stores}, and a worker behind {queue}.
            {files.Files} published files, SHA-256 over all of them {files.Sha256[..16]}...
            Each gets its OTEL_SERVICE_NAME, and:

            """);
        foreach (var (name, value) in activation)
            await output.WriteLineAsync($"  {name}={value}");
        await output.WriteLineAsync();
    }

    private async Task<List<string>> SendAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        var wrong = new List<string>();
        foreach (var exchange in _script.Exchanges)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {exchange.Method,-4} {exchange.Path,-14} {exchange.Root.StatusCode}  {exchange.About}"));
            if (await exchange.SendAsync(http, cancellation) is { } complaint)
                wrong.Add(complaint);
        }
        await output.WriteLineAsync();
        return wrong;
    }

    private async Task<Outcome> CollectAsync(TraceStore store, CancellationToken cancellation)
    {
        try
        {
            await store.WaitForAsync(_ => Outcome.Of(_script.Exchanges, store.Traces).Missing.Count == 0, LongestWait, cancellation);
        }
        catch (TimeoutException)
        {
            // What is missing is said with the rest of the outcome.
        }
        return Outcome.Of(_script.Exchanges, store.Traces);
    }

    private async Task ShowAsync(TraceStore store, Outcome outcome)
    {
        foreach (var (exchange, trace) in outcome.Found)
        {
            await output.WriteLineAsync($"\n{exchange.About}");
            await output.WriteAsync(_tree.Render(trace));
        }
        if (outcome.Missing.Count > 0)
        {
            await output.WriteLineAsync("\nTraces that nobody waited for:");
            foreach (var trace in store.Traces.ExceptBy(outcome.Found.Select(found => found.Trace.Id), trace => trace.Id))
                await output.WriteAsync(_tree.Render(trace));
        }
        await output.WriteLineAsync($"\nCounted: {TraceSummary.Of(store)}");
    }

    private async Task KeepAsync(OtlpReceiver receiver, Uri address, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"""

            The services go on. Try, in another terminal:

              curl {address}tasks
              curl {address}tasks/1/share
              curl -X POST {address}reports

            New traces are shown here as they come, within some seconds. Ctrl-C ends everything.
            """);
        await new LiveTraces(receiver).ShowAsync(_tree, output, cancellation);
        await output.WriteLineAsync($"\nCounted: {TraceSummary.Of(receiver.Store)}");
    }

    private async Task ConcludeAsync(Fingerprint files, List<string> wrong, IEnumerable<string> said)
    {
        if (wrong.Count == 0)
        {
            await output.WriteLineAsync(
                $"The {files.Files} files of the services are byte for byte what they were. Every expected span arrived.");
            return;
        }
        foreach (var complaint in wrong)
            await output.WriteLineAsync("FAILED " + complaint);
        await output.WriteLineAsync("What the services wrote:");
        foreach (var line in said)
            await output.WriteLineAsync("  " + line);
    }
}
