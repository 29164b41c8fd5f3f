using System.Globalization;

using AutoInstr.Viewer;

namespace AutoInstr.Bench;

/// <summary>Where the spans go: the receiver in a process of its own, which tells on its standard output how many it got.</summary>
static class Sink
{
    /// <summary>The argument that makes this program the sink.</summary>
    public const string Verb = "sink";

    /// <summary>Writes the port, then for every line read, a service's name, the number of its spans; ends with its standard
    /// input.</summary>
    public static async Task<int> RunAsync()
    {
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts with { MaxSpans = 10_000 });
        Say(receiver.GrpcPort);
        while (await Console.In.ReadLineAsync() is { } service)
            Say(receiver.Store.Counts.SpansByService.GetValueOrDefault(service));
        return 0;
    }

    private static void Say(long number) => Console.WriteLine(number.ToString(CultureInfo.InvariantCulture));
}
