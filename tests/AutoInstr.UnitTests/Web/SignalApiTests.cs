using System.Net;
using System.Text;
using System.Text.Json;
using AutoInstr.UnitTests.Receiver;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Web;
using Xunit;
using static AutoInstr.UnitTests.Receiver.Telemetry;

namespace AutoInstr.UnitTests.Web;

/// <summary>What the page is told of metrics and log records.</summary>
public sealed class SignalApiTests : IAsyncLifetime
{
    private const string Trace = "00000000000000000000000000000001";

    private readonly TelemetryStore _store = Store();
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private ViewerServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ViewerServer.StartAsync(_store, IPAddress.Loopback, 0, Cancellation);
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("", "third second first")]
    [InlineData("offset=1&limit=1", "second")]
    [InlineData("service=stock", "second")]
    [InlineData("severity=warn", "third second")]
    [InlineData("severity=fatal", "")]
    [InlineData("trace=" + Trace, "third")]
    [InlineData("span=0000000000000002", "third")]
    [InlineData("q=SEC", "second")]
    [InlineData("q=order.id=7", "first")]
    [InlineData("q=shop.orders", "third first")]
    public async Task Records_are_listed_the_newest_first_and_filtered(string query, string messages)
    {
        _store.With(
            Telemetry.Logs("""
                {"timeUnixNano":"1000000","severityNumber":9,"body":{"stringValue":"first"},
                "attributes":[{"key":"order.id","value":{"intValue":"7"}}]},
                {"timeUnixNano":"3000000","severityNumber":17,"body":{"stringValue":"third"},
                "traceId":"00000000000000000000000000000001","spanId":"0000000000000002"}
                """),
            Telemetry.Logs("""{"observedTimeUnixNano":"2000000","severityNumber":13,"body":{"stringValue":"second"}}""", "stock", "Stock"));
        using var answer = await GetAsync("api/logs?" + query);
        Assert.Equal(messages, string.Join(' ', answer.RootElement.GetProperty("rows").EnumerateArray()
            .Select(static row => row.GetProperty("message").GetString())));
        Assert.Equal(3, answer.RootElement.GetProperty("records").GetInt32());
        Assert.Equal(2, answer.RootElement.GetProperty("services").GetArrayLength());
    }

    [Fact]
    public async Task A_severity_that_there_is_not_is_refused()
    {
        using var answer = await _http.GetAsync(new Uri("api/logs?severity=9", UriKind.Relative), Cancellation);
        using var loud = await _http.GetAsync(new Uri("api/logs?severity=loud", UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, "severity 'loud' is none of trace, debug, info, warn, error, fatal"),
            (loud.StatusCode, await loud.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task A_trace_is_told_with_its_records()
    {
        _store.With(
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00000000000000000000000000000001","spanId":"0000000000000002",
            "startTimeUnixNano":"1000","endTimeUnixNano":"2000"}]}]}]}
            """,
            Telemetry.Logs("""
                {"timeUnixNano":"1500","body":{"stringValue":"in"},
                "traceId":"00000000000000000000000000000001","spanId":"0000000000000002"},
                {"timeUnixNano":"500","body":{"stringValue":"before"},"traceId":"00000000000000000000000000000001"},{}
                """));
        using var answer = await GetAsync("api/traces/" + Trace);
        Assert.Equal([("before", -500, ""), ("in", 500, "0000000000000002")], answer.RootElement.GetProperty("logs").EnumerateArray()
            .Select(static log => (log.GetProperty("message").GetString()!, log.GetProperty("time").GetInt32(),
                log.GetProperty("span").GetString()!)));
    }

    [Fact]
    public async Task An_instrument_is_told_with_its_series()
    {
        _store.With(
            Metric("b", "s", """
                "gauge":{"dataPoints":[{"timeUnixNano":"2000000","asDouble":"NaN","attributes":[{"key":"k","value":{"stringValue":"<b>"}}]},
                {"timeUnixNano":"2000000","flags":1,"attributes":[{"key":"k","value":{"stringValue":"empty"}}]},
                {"timeUnixNano":"2000000","asInt":"5","attributes":[{"key":"k","value":{"stringValue":"five"}}]}]}
                """),
            Metric("a", "", "\"gauge\":{\"dataPoints\":[{\"asInt\":\"1\"}]}"));
        using var list = await GetAsync("api/metrics");
        var instruments = list.RootElement.GetProperty("instruments").EnumerateArray().ToList();
        Assert.Equal(["a", "b"], instruments.Select(static one => one.GetProperty("name").GetString()));
        var id = Text(instruments[1], "id");
        Assert.Equal(("s", 3), (Text(instruments[1], "unit"), instruments[1].GetProperty("series").GetInt32()));

        using var answer = await GetAsync("api/metrics/" + id);
        var all = answer.RootElement.GetProperty("all").EnumerateArray().Select(static one =>
            (one.GetProperty("attributes")[0][1].GetString(), one.GetProperty("points")[0])).ToList();
        // Those of the greatest last values come first.
        Assert.Equal("five", all[0].Item1);
        Assert.Equal((2.0, 5.0), (all[0].Item2.GetProperty("time").GetDouble(), all[0].Item2.GetProperty("value").GetDouble()));
        Assert.Equal("NaN", all.Single(static one => one.Item1 == "<b>").Item2.GetProperty("value").GetString());
        Assert.True(all.Single(static one => one.Item1 == "empty").Item2.GetProperty("isEmpty").GetBoolean());

        using var none = await _http.GetAsync(new Uri("api/metrics/0123456789abcdef", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("""
        "histogram":{"dataPoints":[{"count":"6","bucketCounts":["1","0","2","3"],"explicitBounds":[1,2,4]}],"aggregationTemporality":2}
        """, "[[null,1,1],[2,4,2],[4,null,3]]")]
    [InlineData("""
        "exponentialHistogram":{"dataPoints":[{"count":"9","scale":0,"zeroCount":"1","zeroThreshold":0.5,
        "positive":{"offset":1,"bucketCounts":["2","0","3"]},"negative":{"offset":0,"bucketCounts":["1","2"]}}],"aggregationTemporality":2}
        """, "[[-4,-2,2],[-2,-1,1],[-0.5,0.5,1],[2,4,2],[8,16,3]]")]
    [InlineData("""
        "exponentialHistogram":{"dataPoints":[{"scale":-2147483648,"positive":{"offset":2147483647,"bucketCounts":["1"]}}]}
        """, "[[null,null,1]]")]
    public async Task Both_kinds_of_histogram_are_told_as_buckets(string data, string buckets)
    {
        _store.With(Metric("h", "s", data));
        using var list = await GetAsync("api/metrics");
        using var answer = await GetAsync("api/metrics/" + Text(list.RootElement.GetProperty("instruments")[0], "id"));
        Assert.Equal(buckets, answer.RootElement.GetProperty("all")[0].GetProperty("points")[0].GetProperty("buckets").GetRawText());
    }

    [Fact]
    public async Task All_three_signals_are_exported_and_imported_elsewhere()
    {
        _store.With(
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00000000000000000000000000000001","spanId":"0000000000000002"}]}]}]}
            """,
            Telemetry.Logs("""{"body":{"stringValue":"of it"},"traceId":"00000000000000000000000000000001"},{"body":{"stringValue":"of none"}}"""),
            Metric("m", "s", "\"gauge\":{\"dataPoints\":[{\"asInt\":\"1\"}]}"));
        var all = await TextAsync("api/export");
        Assert.Equal(3, all.Trim().Split('\n').Length);
        Assert.DoesNotContain("of none", await TextAsync("api/export?id=" + Trace), StringComparison.Ordinal);
        Assert.Contains("of it", await TextAsync("api/export?id=" + Trace), StringComparison.Ordinal);
        Assert.DoesNotContain("resourceMetrics", await TextAsync("api/export?status=ok"), StringComparison.Ordinal);
        Assert.Single((await TextAsync("api/export?signal=logs&q=none")).Trim().Split('\n'));
        using var profiles = await _http.GetAsync(new Uri("api/export?signal=profiles", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, profiles.StatusCode);
        Assert.StartsWith("{\"resourceMetrics", await TextAsync("api/export?signal=metrics"), StringComparison.Ordinal);

        var other = Store();
        await using var server = await ViewerServer.StartAsync(other, IPAddress.Loopback, 0, Cancellation);
        using var content = new StringContent(all, Encoding.UTF8);
        content.Headers.Add("X-AutoInstr-Import", "1");
        using var answer = await _http.PostAsync(new Uri(server.Address, "api/import"), content, Cancellation);
        Assert.Equal("""{"spans":1,"logRecords":2,"dataPoints":1}""", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(all, await _http.GetStringAsync(new Uri(server.Address, "api/export"), Cancellation));
    }

    private Task<string> TextAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

    private async Task<JsonDocument> GetAsync(string path) => JsonDocument.Parse(await TextAsync(path));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
