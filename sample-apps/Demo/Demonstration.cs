using System.Globalization;

using AutoInstr.Samples;
using AutoInstr.Viewer;

namespace AutoInstr.Demo;

/// <summary>Runs two instances of the unmodified service under the hook, sends them requests,
/// and shows the traces that come of it.</summary>
sealed class Demonstration(DemoOptions options, TextWriter output) : IDisposable
{
    /// <summary>How long the spans may take: twice what the batch processor waits, and a margin for a busy machine.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly TraceTree _tree = new(TreeOptions.ForStandardOutput());
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("autoinstr-demo-");

    /// <summary>Runs the demo.</summary>
    /// <returns>Whether every answer and every span was as expected, and the service's files are still what they were.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var before = Fingerprint.Of(options.App);
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        var settings = Settings(receiver);
        await Introduce(before, settings);

        await using var reports = Start(Exchange.Reports, settings);
        await reports.WaitUntilHealthyAsync(cancellation);
        await using var tasks = Start(Exchange.Tasks, [.. settings, new("REPORTS_URL", reports.Address.OriginalString)]);
        await tasks.WaitUntilHealthyAsync(cancellation);

        var wrong = await SendAsync(tasks.Address, cancellation);
        if (!options.Keep)
        {
            await output.WriteLineAsync("Ending both services with SIGTERM: what they have not sent yet they send now.");
            await tasks.StopAsync();
            await reports.StopAsync();
        }
        var outcome = await CollectAsync(receiver.Store, cancellation);
        await ShowAsync(receiver.Store, outcome);
        wrong.AddRange(outcome.Missing.Select(span => "missing: " + span));
        if (Fingerprint.Of(options.App) != before)
            wrong.Add("the published files are not what they were");
        await ConcludeAsync(before, wrong, [.. tasks.Output, .. reports.Output]);

        if (options.Keep)
            await KeepAsync(receiver, tasks.Address, cancellation);
        return wrong.Count == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>What activates and directs the hook: the variables of both instances, but for their names.</summary>
    private KeyValuePair<string, string>[] Settings(OtlpReceiver receiver) =>
    [
        new("DOTNET_STARTUP_HOOKS", options.Hook),
        new("OTEL_TRACES_EXPORTER", "otlp"),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        new("OTEL_EXPORTER_OTLP_INSECURE", "true"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:" + receiver.GrpcPort.ToString(CultureInfo.InvariantCulture)),
    ];

    private SampleProcess Start(string service, IEnumerable<KeyValuePair<string, string>> settings) => SampleProcess.Start(options.App,
    [
        .. settings,
        new("OTEL_SERVICE_NAME", service),
        new("ConnectionStrings__Tasks", $"Data Source={Path.Combine(_data.FullName, service)}.db"),
    ]);

    private async Task Introduce(Fingerprint files, IEnumerable<KeyValuePair<string, string>> settings)
    {
        await output.WriteLineAsync($"""

            The service: {Path.GetRelativePath(Environment.CurrentDirectory, options.App)}
            {files.Files} published files, SHA-256 over all of them {files.Sha256[..16]}...
            It knows nothing of telemetry. Two instances of it run, with these variables:

              OTEL_SERVICE_NAME={Exchange.Tasks} (the other one: {Exchange.Reports})
            """);
        foreach (var (name, value) in settings)
            await output.WriteLineAsync($"  {name}={value}");
        await output.WriteLineAsync();
    }

    private async Task<List<string>> SendAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        var wrong = new List<string>();
        foreach (var exchange in Exchange.All)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {exchange.Method,-4} {exchange.Path,-14} {exchange.Root.StatusCode}  {exchange.About}"));
            if (await exchange.SendAsync(http, cancellation) is { } complaint)
                wrong.Add(complaint);
        }
        await output.WriteLineAsync();
        return wrong;
    }

    private static async Task<Outcome> CollectAsync(TraceStore store, CancellationToken cancellation)
    {
        try
        {
            await store.WaitForAsync(_ => Outcome.Of(Exchange.All, store.Traces).Missing.Count == 0, LongestWait, cancellation);
        }
        catch (TimeoutException)
        {
            // What is missing is said with the rest of the outcome.
        }
        return Outcome.Of(Exchange.All, store.Traces);
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

            Both services go on. Try, in another terminal:

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
                $"The {files.Files} files of the service are byte for byte what they were. Every expected span arrived.");
            return;
        }
        foreach (var complaint in wrong)
            await output.WriteLineAsync("FAILED " + complaint);
        await output.WriteLineAsync("What the services wrote:");
        foreach (var line in said)
            await output.WriteLineAsync("  " + line);
    }
}
