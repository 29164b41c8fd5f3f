using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>HttpClient: success, refusal, no connection and cancellation, with the context sent along.</summary>
public sealed class HttpClientTests
{
    private static readonly TestApp App = TestApp.Library("Libraries.Services");

    [Fact]
    public async Task Client_spans_follow_the_conventions()
    {
        await using var endpoint = StartEndpoint();
        var run = await LibraryRun.OfAsync(App, ["httpclient", endpoint.Address.AbsoluteUri]);

        var (ok, missing, nobody, hang) = (run.All("GET")[0], run.All("GET")[1], run.All("GET")[2], run.All("GET")[3]);
        Assert.Equal(["GET", "GET", "GET", "GET"], run.Names);
        Assert.All(run.All("GET"), span => SpanAssert.IsChildOf(run.Work, span));
        Assert.All(run.All("GET"), span => Assert.Equal(SpanKind.Client, span.Kind));
        SpanAssert.Succeeded(ok);
        SpanAssert.Has(
            ok,
            ("http.request.method", "GET"),
            ("url.full", endpoint.Address + "ok?*"),
            ("server.address", "127.0.0.1"),
            ("server.port", endpoint.Address.Port),
            ("http.response.status_code", 200),
            ("network.protocol.version", "1.1"));
        SpanAssert.Failed(missing, "404");
        SpanAssert.Failed(nobody, "connection_error");
        SpanAssert.Failed(hang, "System.Threading.Tasks.TaskCanceledException");
        SpanAssert.Carried(ok, endpoint.Requests.Last(request => request.Path.StartsWith("/ok", StringComparison.Ordinal)).Headers);
    }

    [Fact]
    public async Task Listed_headers_are_captured_and_secret_ones_redacted()
    {
        await using var endpoint = StartEndpoint();
        var run = await LibraryRun.OfAsync(App, ["httpclient", endpoint.Address.AbsoluteUri], new()
        {
            ["OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"] = "X-Tenant,X-Api-Key,X-Absent",
            ["OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS"] = "Content-Type,X-Served-By",
            ["AUTOINSTR_SANITIZED_HEADERS"] = ".*key.*",
        });

        var ok = run.All("GET")[0];
        Assert.Equal(["blue"], (object?[]?)ok.Attributes["http.request.header.x-tenant"]);
        Assert.Equal(["[REDACTED]"], (object?[]?)ok.Attributes["http.request.header.x-api-key"]);
        Assert.Equal(["text/plain"], (object?[]?)ok.Attributes["http.response.header.content-type"]);
        Assert.Equal(["endpoint"], (object?[]?)ok.Attributes["http.response.header.x-served-by"]);
        Assert.Null(ok.Attributes["http.request.header.x-absent"]);
        Assert.DoesNotContain(
            "hunter2", string.Join('\n', run.Spans.SelectMany(span => span.Attributes).Select(attribute => attribute.Value)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_it_makes_no_spans()
    {
        await using var endpoint = StartEndpoint();
        var run = await LibraryRun.OfAsync(App, ["httpclient", endpoint.Address.AbsoluteUri],
            new() { ["OTEL_DOTNET_AUTO_TRACES_HTTPCLIENT_INSTRUMENTATION_ENABLED"] = "false" });

        Assert.Empty(run.Names);
    }

    [Fact]
    public async Task A_source_that_the_settings_add_again_is_not_heard_twice()
    {
        await using var endpoint = StartEndpoint();
        var run = await LibraryRun.OfAsync(App, ["httpclient", endpoint.Address.AbsoluteUri],
            new() { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = LibraryRun.AppSource + ",System.*" });

        Assert.Equal(["GET", "GET", "GET", "GET"], run.Names);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    public async Task Client_spans_are_as_complete_on_older_runtimes(string runtime)
    {
        await using var endpoint = StartEndpoint();
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = new TestApp("WebApp", runtime, $"net{runtime}").StartHooked(receiver, ["--urls", "http://127.0.0.1:0"]);
        using var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() };
        foreach (var url in new[] { endpoint.Address + "ok?user=ann", endpoint.Address + "missing", "http://127.0.0.1:1/" })
            using (await client.GetAsync("call?url=" + Uri.EscapeDataString(url)))
            {
            }
        await app.StopAsync();

        var spans = receiver.Store.Spans.Where(span => span.Kind == SpanKind.Client).OrderBy(span => span.StartTimeUnixNano).ToArray();
        Assert.Equal(["GET", "GET", "GET"], spans.Select(span => span.Name));
        SpanAssert.Succeeded(spans[0]);
        SpanAssert.Has(
            spans[0],
            ("http.request.method", "GET"),
            ("url.full", endpoint.Address + "ok?*"),
            ("server.address", "127.0.0.1"),
            ("server.port", endpoint.Address.Port),
            ("http.response.status_code", 200),
            ("network.protocol.version", "1.1"));
        SpanAssert.Carried(spans[0], endpoint.Requests.First().Headers);
        SpanAssert.Failed(spans[1], "404");
        SpanAssert.Failed(spans[2], "connection_error");
    }

    private static HttpEndpoint StartEndpoint() => HttpEndpoint.Start(static async request =>
    {
        if (request.Path == "/hang")
            await Task.Delay(TimeSpan.FromSeconds(20));
        return new EndpointAnswer(
            request.Path == "/missing" ? 404 : 200, "ok")
        { Headers = new Dictionary<string, string> { ["X-Served-By"] = "endpoint" } };
    });
}
