using System.Globalization;
using System.Net;

using AutoInstr.Samples;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Web;

namespace AutoInstr.Demo;

/// <summary>Runs the unmodified system under the hook, sends it requests, shows the traces that come of it, and compares them with those of
/// the system that is instrumented by hand.</summary>
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
        var wrong = new List<string>();
        var manual = await RunManualAsync(servers?.Settings ?? [], wrong, cancellation);
        var activation = Activation(receiver);
        await Introduce(before, activation);

        await using var system = await SampleSystem.StartAsync(
            options.Unmodified, Folder("automatic"), [.. activation, .. servers?.Settings ?? []], cancellation);
        await SendAsync(system.Address, output, wrong, cancellation);
        await system.WaitForJobAsync(cancellation);
        var automatic = new RunEdition(receiver.Telemetry, Names(activation), system.Services.Measure());
        if (!options.Keep)
        {
            await output.WriteLineAsync("Ending the services with SIGTERM: what they have not sent yet they send now.");
            await system.Services.StopAsync();
        }
        var outcome = await CollectAsync(receiver.Store, cancellation);
        await ShowAsync(receiver.Telemetry, outcome);
        wrong.AddRange(outcome.Missing.Select(span => "missing: " + span));

        var compared = await CompareAsync(manual, automatic);
        if (Fingerprint.Of(options.Unmodified) != before)
            wrong.Add("the published files are not what they were");
        await ConcludeAsync(before, wrong, system.Services.Processes.SelectMany(process => process.Output));
        await AdviseAsync();

        if (options.Keep)
            await KeepAsync(receiver, compared, system.Address, cancellation);
        return wrong.Count == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Delete(recursive: true);

    private string Folder(string name) => _data.CreateSubdirectory(name).FullName;

    /// <summary>Sends the requests to the edition that is instrumented by hand.</summary>
    /// <returns>What came of it.</returns>
    /// <remarks>It is over before the other one begins: on servers, both would take from one queue.</remarks>
    private async Task<RunEdition> RunManualAsync(
        IEnumerable<KeyValuePair<string, string>> servers, List<string> wrong, CancellationToken cancellation)
    {
        await output.WriteLineAsync("\nFirst the edition that is instrumented by hand, for the comparison at the end.");
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        var exporting = Exporting(receiver);
        await using var system = await SampleSystem.StartAsync(
            options.Manual, Folder("manual"), [.. exporting, .. servers], cancellation);
        await SendAsync(system.Address, TextWriter.Null, wrong, cancellation);
        await system.WaitForJobAsync(cancellation);
        var usages = system.Services.Measure();
        await system.Services.StopAsync();
        return new RunEdition(receiver.Telemetry, Names(exporting), usages);
    }

    private async Task<ComparedEditions> CompareAsync(RunEdition manual, RunEdition automatic)
    {
        var compared = new ComparedEditions(manual, automatic, options.Sources);
        compared.Write(options.Report);
        await output.WriteLineAsync($"""

            {compared.Summary}
            Both waterfalls and the comparison: {new Uri(options.Report).AbsoluteUri}

            """);
        return compared;
    }

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

    /// <summary>What directs the SDK of the edition that is instrumented by hand.</summary>
    private static KeyValuePair<string, string>[] Exporting(OtlpReceiver receiver) =>
    [
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + receiver.GrpcPort.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The variables of telemetry that a service has: those of all, and its name.</summary>
    private static IReadOnlyList<string> Names(IEnumerable<KeyValuePair<string, string>> variables) =>
        [.. variables.Select(variable => variable.Key), "OTEL_SERVICE_NAME"];

    private async Task Introduce(Fingerprint files, IEnumerable<KeyValuePair<string, string>> activation)
    {
        var (stores, queue) = options.OnServers
            ? ("PostgreSQL and Redis", "RabbitMQ")
            : ("SQLite and a cache in memory", "a queue over HTTP");
        await output.WriteLineAsync($"""

            The system: {Path.GetRelativePath(Environment.CurrentDirectory, options.Unmodified)}, three services without telemetry:
            a gateway, an API with {stores}, and a worker behind {queue}.
            {files.Files} published files, SHA-256 over all of them {files.Sha256[..16]}...
            Each gets its OTEL_SERVICE_NAME, and:

            """);
        foreach (var (name, value) in activation)
            await output.WriteLineAsync($"  {name}={value}");
        await output.WriteLineAsync();
    }

    private async Task SendAsync(Uri address, TextWriter output, List<string> wrong, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        foreach (var exchange in _script.Exchanges)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {exchange.Method,-4} {exchange.Path,-14} {exchange.Root.StatusCode}  {exchange.About}"));
            if (await exchange.SendAsync(http, cancellation) is { } complaint)
                wrong.Add(complaint);
        }
        await output.WriteLineAsync();
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

    private async Task ShowAsync(TelemetryStore store, Outcome outcome)
    {
        foreach (var (exchange, trace) in outcome.Found)
        {
            await output.WriteLineAsync($"\n{exchange.About}");
            await output.WriteAsync(_tree.Render(trace));
        }
        if (outcome.Missing.Count > 0)
        {
            await output.WriteLineAsync("\nTraces that nobody waited for:");
            foreach (var trace in store.Traces.Traces.ExceptBy(outcome.Found.Select(found => found.Trace.Id), trace => trace.Id))
                await output.WriteAsync(_tree.Render(trace));
        }
        await output.WriteLineAsync($"\nCounted: {ReceivedSummary.Of(store)}");
    }

    private async Task AdviseAsync() => await output.WriteLineAsync("""

        What to look at:
          1. A trace runs from the gateway through the API to its database, and one through the queue to the worker.
          2. proxy.forwarder is YARP's own span: the hook subscribes to what libraries tell by themselves.
          3. SQL is there without its values; the span's name is its summary.
          4. TaskListCache.* and ReportMaker.* are methods of the application, traced by their names alone (AUTOINSTR_TRACE_METHODS).
          5. The 404, 422 and 400 are errors of the client's span, not of the server's; the division by zero is one of both, with its stack.
          6. The services' files did not change: everything is in seven variables.
          7. In the comparison, = is a span that both editions have alike, ~ one that differs, - only by hand, + only automatic.
          8. Only by hand: the business's own words, such as the event "task saved" and cache.hit. No variable can know them.
          9. Only automatic: the spans of YARP, and of the database while the service starts.
         10. ./kit demo --servers does the same on PostgreSQL, RabbitMQ and Redis; --keep leaves everything running.
        """);

    private async Task KeepAsync(OtlpReceiver receiver, ComparedEditions compared, Uri address, CancellationToken cancellation)
    {
        await using var page = await compared.ServeAsync(cancellation);
        await using var viewer = await ViewerServer.StartAsync(receiver.Telemetry, IPAddress.Loopback, 0, cancellation);
        await output.WriteLineAsync($"""

            The comparison: {page.Urls.Single()}
            The viewer:     {viewer.Address}
            The unmodified services go on. Try, in another terminal:

              curl {address}tasks
              curl {address}tasks/1/share
              curl -X POST {address}reports

            New traces are shown here as they come, within some seconds. Ctrl-C ends everything.
            """);
        await new LiveTraces(receiver).ShowAsync(_tree, output, cancellation);
        await output.WriteLineAsync($"\nCounted: {ReceivedSummary.Of(receiver.Telemetry)}");
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
