using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Receiver;

/// <summary>Asserts that what <see cref="SdkSender"/> sent has come in one piece.</summary>
internal static class SentTrace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits for the trace and looks at all of it.</summary>
    public static async Task AssertReceivedAsync(OtlpReceiver receiver, string traceId)
    {
        var spans = await receiver.Store.WaitForAsync(all => all.Count(s => s.TraceId == traceId) >= 2, Patience);

        Assert.Equal(2, spans.Count);
        var server = Assert.Single(spans, s => s.Kind == SpanKind.Server);
        Assert.Equal(
            ("GET /orders/{id}", "", SpanStatus.Error, "failed"), (server.Name, server.ParentSpanId, server.Status, server.StatusMessage));
        Assert.Equal(
            (500L, 0.25, true), (server.Attributes["http.response.status_code"], server.Attributes["ratio"], server.Attributes["cached"]));
        Assert.Equal(["a", "ü"], Assert.IsType<object?[]>(server.Attributes["tags"]));
        Assert.Equal((SdkSender.Service, "one"), (server.ServiceName, server.Resource["service.instance.id"]));
        Assert.StartsWith("sender-", server.ScopeName, StringComparison.Ordinal);
        Assert.Equal("1.2.3", server.ScopeVersion);
        var exception = Assert.Single(server.Events);
        Assert.Equal(("exception", "no such order"), (exception.Name, exception.Attributes["exception.message"]));
        Assert.InRange(exception.TimeUnixNano, server.StartTimeUnixNano, server.EndTimeUnixNano);
        var link = Assert.Single(server.Links);
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (link.TraceId, link.SpanId));

        var client = Assert.Single(spans, s => s.Kind == SpanKind.Client);
        Assert.Equal((server.SpanId, "sqlite"), (client.ParentSpanId, client.Attributes["db.system.name"]));
        Assert.InRange(client.EndTimeUnixNano, client.StartTimeUnixNano, server.EndTimeUnixNano);
    }
}
