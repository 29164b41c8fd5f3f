using System.Net;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Web;

/// <summary>Server spans of an unmodified ASP.NET Core application on each runtime follow the HTTP semantic conventions.</summary>
public sealed class ServerSpanTests
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task Success_absence_failure_and_an_outbound_call(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = App(runtime).StartHooked(receiver, Urls, new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "front" });
        await using var other = App(runtime)
            .StartHooked(receiver, Urls, new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "back" });
        var address = await app.WaitForAddressAsync();
        var otherAddress = await other.WaitForAddressAsync();

        Assert.Equal("Hello, World!", await Client.GetStringAsync(new Uri(address, "/hello/World?token=secret&x=1")));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync(new Uri(address, "/nothing/here"))).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await Client.GetAsync(new Uri(address, "/fail"))).StatusCode);
        Assert.Equal(
            "404 ",
            await Client.GetStringAsync(
                new Uri(address, "/call?url=" + Uri.EscapeDataString(new Uri(otherAddress, "/status/404").ToString()))));
        var spans = await receiver.WaitAsync(6);

        var hello = Single(spans, "GET /hello/{name}");
        Assert.Equal((SpanKind.Server, SpanStatus.Unset, "front"), (hello.Kind, hello.Status, hello.ServiceName));
        Assert.Equal(
            ("GET", "/hello/World", "http", "/hello/{name}", 200L, "127.0.0.1", (long)address.Port, "1.1"),
            (hello.Attributes["http.request.method"], hello.Attributes["url.path"], hello.Attributes["url.scheme"],
                hello.Attributes["http.route"], hello.Attributes["http.response.status_code"],
                hello.Attributes["server.address"], hello.Attributes["server.port"],
                hello.Attributes["network.protocol.version"]));
        Assert.DoesNotContain("secret", (string)hello.Attributes["url.query"]!);

        var absent = Single(spans, "GET");
        Assert.Equal((404L, SpanStatus.Unset, (object?)null),
            (absent.Attributes["http.response.status_code"], absent.Status, absent.Attributes["http.route"]));

        var failure = Single(spans, "GET /fail");
        Assert.Equal((500L, SpanStatus.Error, typeof(InvalidOperationException).FullName),
            (failure.Attributes["http.response.status_code"], failure.Status, failure.Attributes["error.type"]));
        var exception = Assert.Single(failure.Events, e => e.Name == "exception");
        Assert.Equal("the handler's own failure", exception.Attributes["exception.message"]);

        var front = Single(spans, "GET /call");
        var client = spans.Single(span => span.Kind == SpanKind.Client);
        var back = Single(spans, "GET /status/{code:int}");
        Assert.Equal((front.TraceId, front.SpanId), (client.TraceId, client.ParentSpanId));
        Assert.Equal((client.TraceId, client.SpanId), (back.TraceId, back.ParentSpanId));
        Assert.Equal(("front", "back"), (client.ServiceName, back.ServiceName));
        Assert.Equal(
            ("GET", 404L, "404", SpanStatus.Error),
            (client.Attributes["http.request.method"], client.Attributes["http.response.status_code"], client.Attributes["error.type"],
                client.Status));
        Assert.Equal(6, spans.Count);

        Assert.Equal((0, ""), await EndAsync(app));
    }

    [Fact]
    public async Task An_exception_that_the_application_answers_is_recorded()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = App("10.0").StartHooked(receiver, Urls);
        var address = await app.WaitForAddressAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, (await Client.GetAsync(new Uri(address, "/handled"))).StatusCode);
        var span = Assert.Single(await receiver.WaitAsync(1));

        Assert.Equal((SpanStatus.Error, typeof(InvalidOperationException).FullName), (span.Status, span.Attributes["error.type"]));
        Assert.Equal("a failure that the application answers", Assert.Single(span.Events).Attributes["exception.message"]);
    }

    [Fact]
    public async Task The_application_answers_as_without_the_hook()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var bare = App("10.0").StartBare(Urls);
        await using var hooked = App("10.0").StartHooked(receiver, Urls);
        var bareAddress = await bare.WaitForAddressAsync();
        var hookedAddress = await hooked.WaitForAddressAsync();

        foreach (var path in new[] { "/hello/ü", "/fail", "/handled", "/status/204", "/status/503", "/headers", "/absent" })
            Assert.Equal(await DescribeAsync(bareAddress, path), await DescribeAsync(hookedAddress, path));

        Assert.Equal(await EndAsync(bare), await EndAsync(hooked));
    }

    [Fact]
    public async Task An_event_without_an_activity_is_nobodys()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = App("10.0").StartHooked(receiver, Urls);
        var address = await app.WaitForAddressAsync();

        Assert.Equal("nobody's event", await Client.GetStringAsync(new Uri(address, "/unannounced")));
        Assert.Equal("Hello, you!", await Client.GetStringAsync(new Uri(address, "/hello/you")));
        await receiver.WaitAsync("GET /unannounced", "GET /hello/{name}");

        Assert.Empty((await app.StopAsync()).Said);
        Assert.Equal(2, receiver.Store.Spans.Count);
    }

    [Fact]
    public async Task Excluded_urls_make_no_span_and_listed_headers_are_captured()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = App("10.0").StartHooked(receiver, Urls, new Dictionary<string, string?>
        {
            ["AUTOINSTR_EXCLUDED_URLS"] = "/status/2.*,health",
            ["OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"] = "X-Tenant,Authorization,X-Absent",
            ["OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS"] = "X-Answer,Set-Cookie",
        });
        var address = await app.WaitForAddressAsync();

        await Client.GetAsync(new Uri(address, "/status/204"));
        await Client.GetAsync(new Uri(address, "/health"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/headers"));
        request.Headers.Add("X-Tenant", "a");
        request.Headers.Add("Authorization", "Bearer secret");
        await Client.SendAsync(request);
        var span = Assert.Single(await receiver.WaitAsync("GET /headers"));

        Assert.Equal(new object?[] { "a" }, span.Attributes["http.request.header.x-tenant"]);
        Assert.Equal(new object?[] { "[REDACTED]" }, span.Attributes["http.request.header.authorization"]);
        Assert.Null(span.Attributes["http.request.header.x-absent"]);
        Assert.Equal(new object?[] { "42" }, span.Attributes["http.response.header.x-answer"]);
        Assert.Equal(new object?[] { "[REDACTED]" }, span.Attributes["http.response.header.set-cookie"]);
    }

    [Fact]
    public async Task Probes_make_no_span_where_that_is_asked_for()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = App("10.0").StartHooked(receiver, Urls, new Dictionary<string, string?>
        {
            ["AUTOINSTR_EXCLUDE_PROBES"] = "true",
            ["AUTOINSTR_EXCLUDED_URLS"] = "/status/2.*",
        });
        var address = await app.WaitForAddressAsync();

        foreach (var path in (string[])["/healthz", "/health/live", "/metrics", "/status/204", "/hello/you"])
            await Client.GetAsync(new Uri(address, path));
        await receiver.WaitAsync("GET /hello/{name}");

        Assert.Equal(0, (await app.StopAsync()).ExitCode);
        Assert.Equal(["GET /hello/{name}"], receiver.Store.Spans.Select(span => span.Name));
    }

    [Theory]
    [InlineData("ASPNETCORE", SpanKind.Server)]
    [InlineData("HTTPCLIENT", SpanKind.Client)]
    public async Task An_instrumentation_can_be_switched_off(string id, SpanKind absent)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = App("10.0").StartHooked(receiver, Urls, new Dictionary<string, string?>
        {
            [$"OTEL_DOTNET_AUTO_TRACES_{id}_INSTRUMENTATION_ENABLED"] = "false",
            // ASP.NET Core makes its activity anyway, unrecorded, and by default children follow their parent.
            ["OTEL_TRACES_SAMPLER"] = "always_on",
        });
        var address = await app.WaitForAddressAsync();

        await Client.GetAsync(new Uri(address, "/call?url=" + new Uri(address, "/hello/me")));
        await app.StopAsync();

        Assert.NotEmpty(receiver.Store.Spans);
        Assert.DoesNotContain(receiver.Store.Spans, span => span.Kind == absent);
    }

    private static string[] Urls { get; } = ["--urls", "http://127.0.0.1:0"];

    private static TestApp App(string runtime) => new("WebApp", runtime, "net" + runtime);

    private static Span Single(IReadOnlyList<Span> spans, string name) =>
        Assert.Single(spans, span => span.Name == name && span.Kind == SpanKind.Server);

    private static async Task<(int, string)> EndAsync(AppProcess app)
    {
        var run = await app.StopAsync();
        return (run.ExitCode, run.Errors);
    }

    private static async Task<string> DescribeAsync(Uri address, string path)
    {
        using var response = await Client.GetAsync(new Uri(address, path));
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{await response.Content.ReadAsStringAsync()}";
    }
}
