using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Parts of the framework itself that only a patch can trace.</summary>
public sealed class PatchedFrameworkTests
{
    private static TestApp App(string runtime) => TestApp.Library("Libraries.PatchedServices", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task SmtpClient(string runtime)
    {
        await using var server = SmtpServer.Start();
        var run = await LibraryRun.OfAsync(App(runtime), ["smtpclient", server.Address.AbsoluteUri]);

        var sends = run.All("Send smtp");
        Assert.Equal(7, sends.Count);
        Assert.All(sends, send =>
        {
            Assert.Equal((SpanKind.Client, "AutoInstr.SmtpClient"), (send.Kind, send.ScopeName));
            SpanAssert.IsChildOf(run.Work, send);
        });
        for (var i = 0; i < 6; i += 2)
        {
            SpanAssert.Succeeded(sends[i]);
            SpanAssert.Has(
                sends[i], ("network.protocol.name", "smtp"), ("server.address", "127.0.0.1"), ("server.port", server.Address.Port));
            SpanAssert.Failed(sends[i + 1], "System.Net.Mail.SmtpFailedRecipientException");
        }
        SpanAssert.Failed(sends[6], "System.Net.Mail.SmtpException");
        Assert.All(run.All("meanwhile"), span => SpanAssert.IsChildOf(run.Work, span));
        Assert.All(run.All("completed"), span => SpanAssert.IsChildOf(run.Work, span));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task HttpListener(string runtime)
    {
        var port = FreePort.Find();
        var run = await LibraryRun.OfAsync(App(runtime), ["httplistener", $"{port}"],
            new() { ["AUTOINSTR_EXCLUDED_URLS"] = "/healthz$" });

        var servers = run.Spans.Where(span => span.Kind == SpanKind.Server).ToDictionary(span => (string)span.Attributes["url.path"]!);
        Assert.Equal(["/async", "/begin", "/broken", "/hello", "/missing", "/socket"], servers.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, span) in servers)
        {
            Assert.Equal(("GET", "AutoInstr.HttpListener"), (span.Name, span.ScopeName));
            var client = Assert.Single(run.Spans, client => client.SpanId == span.ParentSpanId);
            Assert.Equal((SpanKind.Client, run.Work.TraceId, span.TraceId), (client.Kind, client.TraceId, client.TraceId));
            if (path != "/socket")
                SpanAssert.IsChildOf(span, run.Single("inside " + path));
        }
        SpanAssert.Has(servers["/hello"], ("http.request.method", "GET"), ("url.scheme", "http"), ("url.path", "/hello"),
            ("url.query", "name=Redacted"), ("server.address", "127.0.0.1"), ("server.port", port), ("network.protocol.version", "1.1"),
            ("client.address", "127.0.0.1"), ("network.peer.address", "127.0.0.1"), ("network.peer.port", SpanAssert.Anything),
            ("http.response.status_code", 200));
        SpanAssert.Succeeded(servers["/missing"]);
        SpanAssert.Failed(servers["/broken"], "503");
        Assert.Equal((200L, 404L, 503L, 101L), (servers["/async"].Attributes["http.response.status_code"],
            servers["/missing"].Attributes["http.response.status_code"], servers["/broken"].Attributes["http.response.status_code"],
            servers["/socket"].Attributes["http.response.status_code"]));

        // What the application does once a request is answered is no part of it.
        foreach (var name in new[] { "after /hello", "after /missing", "after /broken", "after /healthz", "afterwards" })
            SpanAssert.IsChildOf(run.Work, run.Single(name));
        Assert.Equal("", run.Single("after /begin").ParentSpanId);
        SpanAssert.IsChildOf(run.Work, run.Single("inside /healthz"));
    }
}
