using AutoInstr.Demo;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Samples;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Collect;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Samples;

/// <summary>One run of the sample system under the demo's requests.</summary>
/// <param name="Complaints">Answers that were not as they should be.</param>
/// <param name="Traces">What the receiver got.</param>
/// <param name="Errors">What the services wrote that begins with the hook's name.</param>
internal sealed record SampleRun(IReadOnlyList<string> Complaints, IReadOnlyList<Trace> Traces, IReadOnlyList<string> Errors)
{
    /// <summary>Runs an edition: starts it, sends the requests, ends it with SIGTERM, and takes what has arrived.</summary>
    /// <param name="edition"><c>unmodified</c>, which runs under the hook, or <c>manual</c>.</param>
    /// <param name="script">The requests.</param>
    /// <param name="settings">Where servers are.</param>
    /// <param name="recording">A file that takes what the receiver gets, if it is wanted.</param>
    public static async Task<SampleRun> OfAsync(
        string edition, Script script, IEnumerable<KeyValuePair<string, string>> settings, string? recording = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("autoinstr-sample-");
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts, cancellation);
        using var file = recording is null ? null : new JsonLinesFile(recording, Assert.Fail);
        if (file is not null)
            receiver.Received += file.Write;
        KeyValuePair<string, string>[] all =
        [
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            new("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{receiver.GrpcPort}"),
            .. settings,
            .. edition == "unmodified" ? Hooked : [],
        ];
        try
        {
            await using var system = await SampleSystem.StartAsync(
                Path.Combine(Repository.Artifacts, "samples", edition), data.FullName, all, cancellation);
            using var http = new HttpClient { BaseAddress = system.Address };
            var complaints = new List<string>();
            foreach (var exchange in script.Exchanges)
            {
                if (await exchange.SendAsync(http, cancellation) is { } complaint)
                    complaints.Add(complaint);
            }
            await system.WaitForJobAsync(cancellation);
            await system.Services.StopAsync();
            var errors = system.Services.Processes.SelectMany(process => process.Output)
                .Where(line => line.StartsWith("AutoInstr", StringComparison.OrdinalIgnoreCase));
            return new SampleRun(complaints, receiver.Store.Traces, [.. errors]);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>The one trace that a report comes of.</summary>
    public Trace Report => Assert.Single(Traces, trace => trace.Root?.Name == "POST /reports/{**rest}");

    private static KeyValuePair<string, string>[] Hooked =>
        [new("DOTNET_STARTUP_HOOKS", Repository.Hook), new("AUTOINSTR_TRACE_METHODS", Script.TracedMethods)];
}
