using System.Net;
using System.Text;
using System.Text.Json;
using AutoInstr.UnitTests.Compare;
using AutoInstr.UnitTests.Receiver;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Web;
using Xunit;

namespace AutoInstr.UnitTests.Web;

/// <summary>What the page asks its server for.</summary>
public sealed class ViewerApiTests : IAsyncLifetime
{
    private readonly TelemetryStore _telemetry = Telemetry.Store();
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private ViewerServer _server = null!;

    private TraceStore Traces => _telemetry.Traces;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ViewerServer.StartAsync(_telemetry, IPAddress.Loopback, 0, Cancellation);
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_list_comes_in_pages_the_newest_first()
    {
        Add(static spans =>
        {
            for (var i = 1; i <= 5; i++)
                spans.Root($"GET /{i}");
        });
        using var answer = await GetAsync("api/traces?offset=1&limit=2");

        Assert.Equal((5, 5, 1_000_000), (Number(answer, "traces"), Number(answer, "matching"), Number(answer, "longest")));
        Assert.Equal(["GET /4", "GET /3"], Rows(answer));
        Assert.Equal(["shop"], answer.RootElement.GetProperty("services").EnumerateArray().Select(static name => name.GetString()));
    }

    [Theory]
    [InlineData("", "GET /slow GET /failed GET /quick")]
    [InlineData("service=stock", "GET /failed")]
    [InlineData("service=nobody", "")]
    [InlineData("status=error", "GET /failed")]
    [InlineData("status=ok", "GET /slow GET /quick")]
    [InlineData("min=50", "GET /slow")]
    [InlineData("max=50", "GET /failed GET /quick")]
    [InlineData("min=0.5&max=1", "GET /quick")]
    [InlineData("q=SLOW", "GET /slow")]
    [InlineData("q=order.id", "GET /failed GET /quick")]
    [InlineData("q=order.id=7", "GET /quick")]
    [InlineData("q=order.id = 8", "GET /failed")]
    [InlineData("q=telemetry.sdk.language=dotnet&status=error", "GET /failed")]
    public async Task The_list_is_filtered(string query, string names)
    {
        Add(static spans =>
        {
            spans.Root("GET /quick", attributes: ("order.id", 7L));
            var failed = spans.Root("GET /failed", attributes: ("order.id", "8"));
            var stock = spans.Child(failed, "reserve", SpanKind.Server, "stock");
            spans.Change(stock, static span => span with { Status = SpanStatus.Error });
            var slow = spans.Root("GET /slow");
            spans.Change(slow, static span => span with { EndTimeUnixNano = span.StartTimeUnixNano + 100_000_000 });
        });
        using var answer = await GetAsync("api/traces?" + query);
        Assert.Equal(names, string.Join(' ', Rows(answer)));
    }

    [Theory]
    [InlineData("status=perhaps", "status 'perhaps' is neither error nor ok")]
    [InlineData("min=x", "min 'x' is no number of milliseconds")]
    [InlineData("max=-1", "max '-1' is no number of milliseconds")]
    public async Task A_wrong_filter_is_said(string query, string message)
    {
        foreach (var path in new[] { "api/traces?", "api/export?" })
        {
            using var answer = await _http.GetAsync(new Uri(path + query, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(message, await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Fact]
    public async Task What_has_come_since_is_in_the_list_and_nothing_else_is_another_one()
    {
        var spans = Add(static spans => spans.Root("GET /first"));
        using (var before = await GetAsync("api/traces"))
            Assert.Equal(["GET /first"], Rows(before));
        Traces.Add([spans.Child(spans.All[0], "late")], 0);
        Traces.Add([spans.Root("GET /second")], 0);
        using var answer = await GetAsync("api/traces");
        Assert.Equal(["GET /second", "GET /first"], Rows(answer));
        Assert.Equal([1, 2],
            answer.RootElement.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("spans").GetInt32()));
    }

    [Fact]
    public async Task A_trace_has_everything_that_its_spans_say()
    {
        var spans = Add(static spans =>
        {
            var root = spans.Root("GET /", attributes: [("http.response.status_code", 200L), ("tags", new object?[] { "a", "b" })]);
            spans.Change(root, root => root with
            {
                Status = SpanStatus.Error,
                StatusMessage = "boom",
                ScopeName = "http",
                ScopeVersion = "2",
                DroppedCount = 3,
                Events = [new SpanEvent("saved", root.StartTimeUnixNano - 1, Spans.Map(("id", 1L)))],
                Links = [new SpanLink(root.TraceId, root.SpanId, AttributeMap.Empty)],
            });
            spans.Child(spans.All[0], "SELECT");
        });
        using var answer = await GetAsync("api/traces/" + spans.All[0].TraceId);
        var (root, child) = (answer.RootElement.GetProperty("spans")[0], answer.RootElement.GetProperty("spans")[1]);

        Assert.Equal(2_000_000, Number(answer, "duration"));
        Assert.Equal(("server", "error", "boom", "http 2"), (Text(root, "kind"), Text(root, "status"), Text(root, "message"), Text(root, "scope")));
        Assert.Equal("""[["http.response.status_code","200","int"],["tags","[\u0022a\u0022, \u0022b\u0022]","string[]"]]""",
            root.GetProperty("attributes").GetRawText());
        Assert.Equal("""[{"name":"saved","time":-1,"attributes":[["id","1","int"]]}]""", root.GetProperty("events").GetRawText());
        Assert.Equal(spans.All[0].SpanId, Text(root.GetProperty("links")[0], "span"));
        Assert.Equal(3, root.GetProperty("dropped").GetInt32());
        Assert.Equal((spans.All[0].SpanId, 1_000_000), (Text(child, "parent"), child.GetProperty("start").GetInt64()));
        Assert.Equal("service.name", answer.RootElement.GetProperty("resources")[0][0][0].GetString());
    }

    [Fact]
    public async Task A_trace_that_is_not_kept_is_said()
    {
        using var answer = await _http.GetAsync(new Uri("api/traces/" + new string('a', 32), UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("no span of this trace is kept", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task The_map_has_services_and_what_they_call()
    {
        Add(static spans =>
        {
            var root = spans.Root("GET /");
            spans.Child(root, "SELECT", attributes: ("db.system.name", "postgresql"));
            var call = spans.Child(root, "GET", attributes: ("server.address", "stock.example"));
            spans.Child(call, "GET /stock", SpanKind.Server, "stock");
        });
        using var answer = await GetAsync("api/map");
        Assert.Equal(["shop False", "postgresql True", "stock False"], answer.RootElement.GetProperty("nodes").EnumerateArray()
            .Select(static node => $"{Text(node, "name")} {node.GetProperty("isRemote").GetBoolean()}"));
        Assert.Equal(["shop > postgresql 1", "shop > stock 1"], answer.RootElement.GetProperty("edges").EnumerateArray()
            .Select(static edge => $"{Text(edge, "from")} > {Text(edge, "to")} {edge.GetProperty("calls").GetInt32()}"));
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_elsewhere()
    {
        var spans = Add(static spans =>
        {
            spans.Child(spans.Root("GET /a", attributes: ("x", 1.5)), "SELECT");
            spans.Root("GET /b");
        });
        var all = await _http.GetStringAsync(new Uri("api/export", UriKind.Relative), Cancellation);
        var one = await _http.GetStringAsync(new Uri("api/export?id=" + spans.All[2].TraceId, UriKind.Relative), Cancellation);
        Assert.Equal(2, all.Trim().Split('\n').Length);
        Assert.Equal(all.Trim().Split('\n')[1], one.Trim());

        var other = Telemetry.Store();
        await using var server = await ViewerServer.StartAsync(other, IPAddress.Loopback, 0, Cancellation);
        using var answer = await ImportAsync(server.Address, all);
        Assert.Equal("""{"spans":3,"logRecords":0,"dataPoints":0}""", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(spans.All.Select(static span => (span.TraceId, span.SpanId, span.Name)),
            other.Traces.Spans.Select(static span => (span.TraceId, span.SpanId, span.Name)));
        Assert.Equal(1.5, other.Traces.Spans[0].Attributes["x"]);
    }

    [Fact]
    public async Task A_recording_with_a_mistake_is_taken_up_to_there()
    {
        Add(static spans => spans.Root("GET /"));
        var line = await _http.GetStringAsync(new Uri("api/export", UriKind.Relative), Cancellation);
        using var answer = await ImportAsync(_server.Address, line + "\nnonsense\n");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var message = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.StartsWith("line 3 is no OTLP JSON request (", message, StringComparison.Ordinal);
        Assert.EndsWith("; 1 spans, 0 log records and 0 data points before it were taken", message, StringComparison.Ordinal);
        Assert.Equal(2, Traces.Spans.Count);
    }

    [Fact]
    public async Task Other_pages_cannot_import_and_other_hosts_are_not_answered()
    {
        using var content = new StringContent("{}");
        using var import = await _http.PostAsync(new Uri("api/import", UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, import.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Address);
        request.Headers.Host = "evil.example";
        using var page = await _http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal("the host evil.example is not this machine", await page.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Counts_are_told_as_they_change()
    {
        await using var stream = await _http.GetStreamAsync(new Uri("api/live", UriKind.Relative), Cancellation);
        using var reader = new StreamReader(stream);
        const string rest = "\"dataPoints\":0,\"evictedTraces\":0,\"evictedSpans\":0,\"evictedLogRecords\":0,\"evictedDataPoints\":0}";
        Assert.Equal($$"""data: {"requests":0,"spans":0,"logRecords":0,{{rest}}""", await reader.ReadLineAsync(Cancellation));
        Add(static spans => spans.Root("GET /"));
        Assert.Equal("", await reader.ReadLineAsync(Cancellation));
        Assert.Equal($$"""data: {"requests":1,"spans":1,"logRecords":0,{{rest}}""", await reader.ReadLineAsync(Cancellation));
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("app.js", "text/javascript")]
    [InlineData("style.css", "text/css")]
    [InlineData("icon.svg", "image/svg+xml")]
    [InlineData("../AutoInstr.Viewer.dll", null)]
    [InlineData("nothing.js", null)]
    public async Task The_page_is_served_and_may_load_nothing_from_elsewhere(string path, string? type)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(type is null ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type ?? "text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private Spans Add(Action<Spans> build)
    {
        var spans = new Spans();
        build(spans);
        Traces.Add(spans.All, 0);
        return spans;
    }

    private async Task<JsonDocument> GetAsync(string path) =>
        JsonDocument.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));

    private async Task<HttpResponseMessage> ImportAsync(Uri server, string recording)
    {
        using var content = new StringContent(recording, Encoding.UTF8);
        content.Headers.Add("X-AutoInstr-Import", "1");
        return await _http.PostAsync(new Uri(server, "api/import"), content, Cancellation);
    }

    private static long Number(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetInt64();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static IEnumerable<string?> Rows(JsonDocument answer) =>
        answer.RootElement.GetProperty("rows").EnumerateArray().Select(static row => Text(row, "name"));
}
