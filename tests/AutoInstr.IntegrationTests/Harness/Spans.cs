using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Harness;

/// <summary>Questions that tests ask about what a receiver got.</summary>
internal static class Spans
{
    /// <summary>Long enough for a loaded machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts a receiver on free ports.</summary>
    public static Task<OtlpReceiver> ReceiveAsync() => OtlpReceiver.StartAsync(new ReceiverOptions { GrpcPort = 0, HttpPort = 0 });

    /// <summary>Waits until at least so many spans are there and returns all.</summary>
    public static Task<IReadOnlyList<Span>> WaitAsync(this OtlpReceiver receiver, int count) =>
        receiver.Store.WaitForAsync(spans => spans.Count >= count, Patience);

    /// <summary>Waits until all the given names are there and returns all spans.</summary>
    public static Task<IReadOnlyList<Span>> WaitAsync(this OtlpReceiver receiver, params string[] names) =>
        receiver.Store.WaitForAsync(spans => names.All(name => spans.Any(span => span.Name == name)), Patience);

    /// <summary>Everything came from the runtime that was meant to run.</summary>
    public static void AssertRuntime(this OtlpReceiver receiver, string runtime) =>
        Assert.All(receiver.Store.Spans, span => Assert.StartsWith(runtime + ".", (string)span.Resource["process.runtime.version"]!));

    /// <summary>The spans' names in order of their start.</summary>
    public static IReadOnlyList<string> Names(this OtlpReceiver receiver) =>
        [.. receiver.Store.Spans.OrderBy(span => span.StartTimeUnixNano).Select(span => span.Name)];
}
