using System.Net;
using System.Text;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AutoInstr.IntegrationTests.Propagation;

/// <summary>OTEL_PROPAGATORS in an unmodified application: what comes in over ASP.NET Core and goes out over HttpClient.</summary>
public sealed class PropagationTests
{
    private const string TraceId = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string Caller = "e457b5a2e4d86bd1";

    [Theory]
    [InlineData(null, "10.0", "traceparent: 00-{trace}-{caller}-01|baggage: task=7", "traceparent: 00-{trace}-{span}-01|baggage: task = 7")]
    [InlineData(null, "8.0", "traceparent: 00-{trace}-{caller}-01|baggage: task=7", "traceparent: 00-{trace}-{span}-01|baggage: task = 7")]
    [InlineData("b3", "10.0", "b3: {trace}-{caller}-1", "b3: {trace}-{span}-1")]
    [InlineData("b3", "8.0", "b3: {trace}-{caller}-1", "b3: {trace}-{span}-1")]
    [InlineData("b3multi", "10.0", "X-B3-TraceId: {trace}|X-B3-SpanId: {caller}|X-B3-Sampled: 1",
        "X-B3-TraceId: {trace}|X-B3-SpanId: {span}|X-B3-Sampled: 1")]
    [InlineData(
        "jaeger", "10.0", "uber-trace-id: {trace}:{caller}:0:1|uberctx-task: 7", "uber-trace-id: {trace}:{span}:0:1|uberctx-task: 7")]
    [InlineData("xray", "10.0", "X-Amzn-Trace-Id: Root=1-{trace8}-{trace24};Parent={caller};Sampled=1",
        "X-Amzn-Trace-Id: Root=1-{trace8}-{trace24};Parent={span};Sampled=1")]
    [InlineData("ottrace,baggage", "10.0", "ot-tracer-traceid: {trace}|ot-tracer-spanid: {caller}|ot-tracer-sampled: true|baggage: task=7",
        "ot-tracer-traceid: {trace16}|ot-tracer-spanid: {span}|ot-tracer-sampled: true|ot-baggage-task: 7|baggage: task=7")]
    [InlineData("tracecontext,b3", "10.0", "traceparent: 00-11111111111111111111111111111111-1111111111111111-01|b3: {trace}-{caller}-1",
        "traceparent: 00-{trace}-{span}-01|b3: {trace}-{span}-1")]
    public async Task A_trace_goes_through_the_application(string? propagators, string runtime, string incoming, string outgoing)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var callee = await StartCalleeAsync();
        var env = new Dictionary<string, string?> { ["OTEL_PROPAGATORS"] = propagators, ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        await using var app = new TestApp("WebApp", runtime, $"net{runtime}").StartHooked(receiver, env: env);
        using var client = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null })
        { BaseAddress = await app.WaitForAddressAsync() };
        foreach (var header in Fill(incoming, Caller).Split('|'))
            client.DefaultRequestHeaders.Add(header.Split(": ")[0], header.Split(": ")[1]);

        var answer = await client.GetStringAsync("/call?url=" + WebUtility.UrlEncode(callee.Urls.First()));

        var spans = await receiver.WaitAsync(2);
        var server = Assert.Single(spans, span => span.Kind == SpanKind.Server);
        var call = Assert.Single(spans, span => span.Kind == SpanKind.Client);
        Assert.Equal((TraceId, Caller), (server.TraceId, server.ParentSpanId));
        Assert.Equal((TraceId, server.SpanId), (call.TraceId, call.ParentSpanId));
        Assert.StartsWith("200 ", answer, StringComparison.Ordinal);
        Assert.Equal(Fill(outgoing, call.SpanId).ToLowerInvariant().Split('|').Order(), answer[4..].Split('|').Order());
    }

    [Fact]
    public async Task None_neither_reads_nor_writes()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var callee = await StartCalleeAsync();
        var env = new Dictionary<string, string?> { ["OTEL_PROPAGATORS"] = "none", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        await using var app = new TestApp("WebApp", "10.0", "net10.0").StartHooked(receiver, env: env);
        using var client = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null })
        { BaseAddress = await app.WaitForAddressAsync() };
        client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-{Caller}-01");

        Assert.Equal("200 ", await client.GetStringAsync("/call?url=" + WebUtility.UrlEncode(callee.Urls.First())));
        var server = Assert.Single(await receiver.WaitAsync(2), span => span.Kind == SpanKind.Server);
        Assert.NotEqual(TraceId, server.TraceId);
        Assert.Equal("", server.ParentSpanId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tracecontext,baggage,b3,b3multi,jaeger,xray,ottrace")]
    public async Task Hostile_headers_change_nothing_for_the_caller(string? propagators)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = new Dictionary<string, string?> { ["OTEL_PROPAGATORS"] = propagators, ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        await using var app = new TestApp("WebApp", "10.0", "net10.0").StartHooked(receiver, env: env);
        using var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        using var client = new HttpClient(handler) { BaseAddress = await app.WaitForAddressAsync() };

        var random = new Random(20261122);
        for (var i = 0; i < 500; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/hello/you");
            foreach (var name in (string[])["traceparent", "tracestate", "baggage", "b3", "X-B3-TraceId", "X-B3-SpanId", "uber-trace-id",
                "uberctx-a", "X-Amzn-Trace-Id", "ot-tracer-traceid", "ot-tracer-spanid", "ot-baggage-b"])
            {
                for (var n = random.Next(3); n > 0; n--)
                    request.Headers.TryAddWithoutValidation(name, Hostile(random));
            }
            using var response = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, "Hello, you!"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        }

        var run = await app.StopAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(500, (await receiver.WaitAsync(500)).Count);
    }

    private static string Hostile(Random random)
    {
        string[] parts = ["00-", TraceId, Caller, "-", "-01", ":", "0", "%", "%C3", "=", ",", ";", "a=1", "é", "\u2028", "Root=1-", "\t",
            new('f', 32), new('0', 32), new('x', 900), string.Concat(Enumerable.Repeat(",k=v", 200))];
        var text = new StringBuilder();
        for (var n = random.Next(7); n >= 0; n--)
            text.Append(parts[random.Next(parts.Length)]);
        return text.ToString();
    }

    /// <summary>A server that answers with the headers of propagation that it got.</summary>
    private static async Task<WebApplication> StartCalleeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", (HttpRequest request) =>
            string.Join('|', request.Headers.Where(header => header.Key is not ("Host" or "User-Agent"))
                .Select(header => $"{header.Key}: {header.Value}".ToLowerInvariant())));
        await app.StartAsync();
        return app;
    }

    private static string Fill(string headers, string span) => headers
        .Replace("{trace}", TraceId).Replace("{trace8}", TraceId[..8]).Replace("{trace24}", TraceId[8..])
        .Replace("{trace16}", TraceId[16..])
        .Replace("{caller}", Caller).Replace("{span}", span);
}
