using System.Globalization;

using AutoInstr.Viewer;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoInstr.Bench;

/// <summary>The other side in a process of its own: the receiver of the spans, which tells on its standard output how many it got, and a
/// worker that takes jobs and does none, since its work is not what is measured.</summary>
static class Sink
{
    /// <summary>The argument that makes this program the sink.</summary>
    public const string Verb = "sink";

    /// <summary>Writes the ports of the receiver and of the worker, then for every line read, a service's name, the number of its spans; ends
    /// with its standard input.</summary>
    public static async Task<int> RunAsync()
    {
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts with { MaxSpans = 10_000 });
        await using var worker = await StartWorkerAsync();
        Say(receiver.GrpcPort);
        Say(new Uri(worker.Urls.Single()).Port);
        while (await Console.In.ReadLineAsync() is { } service)
            Say(receiver.Store.Counts.SpansByService.GetValueOrDefault(service));
        return 0;
    }

    private static async Task<WebApplication> StartWorkerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/jobs", () => Results.Accepted());
        await app.StartAsync();
        return app;
    }

    private static void Say(long number) => Console.WriteLine(number.ToString(CultureInfo.InvariantCulture));
}
