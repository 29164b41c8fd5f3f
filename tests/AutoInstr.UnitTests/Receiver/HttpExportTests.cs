using System.Net;
using System.Text.Json;
using AutoInstr.Viewer;
using Google.Protobuf;
using Xunit;
using Otlp = AutoInstr.Viewer.Otlp;

namespace AutoInstr.UnitTests.Receiver;

public sealed class HttpExportTests : IAsyncLifetime
{
    private const int MaxRequestBytes = 100_000;

    private OtlpReceiver _receiver = null!;
    private RawClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts with { MaxRequestBytes = MaxRequestBytes });
        _client = new RawClient(_receiver);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("identity")]
    public async Task Protobuf_is_taken(string? encoding)
    {
        var body = RawClient.Bytes(OtlpRequests.Everything());

        using var response = await _client.PostAsync(encoding is "gzip" or "GZIP" ? RawClient.Gzip(body) : body, contentEncoding: encoding);

        Assert.Equal((HttpStatusCode.OK, RawClient.Protobuf), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("boom", Assert.Single(_receiver.Store.Spans).StatusMessage);
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("application/json; charset=utf-8", false)]
    [InlineData("Application/JSON", true)]
    public async Task Json_is_taken(string contentType, bool gzip)
    {
        var body = OtlpRequests.NestedJson(3);

        using var response = await _client.PostAsync(gzip ? RawClient.Gzip(body) : body, contentType, gzip ? "gzip" : null);

        Assert.Equal((HttpStatusCode.OK, RawClient.Json), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.Single(_receiver.Store.Spans);
    }

    [Fact]
    public async Task A_batch_is_told_with_its_headers()
    {
        ReceivedBatch? batch = null;
        _receiver.Received += b => batch = b;

        using var response = await _client.PostAsync(RawClient.Gzip(RawClient.Bytes(OtlpRequests.Everything())), contentEncoding: "gzip");

        Assert.NotNull(batch);
        Assert.Equal((Signal.Traces, OtlpProtocol.HttpProtobuf, 1, 0), (batch.Signal, batch.Protocol, batch.Count, batch.Rejected));
        Assert.Equal(("gzip", RawClient.Protobuf), (batch.Headers["Content-Encoding"], batch.Headers["content-type"]));
        Assert.Same(_receiver.Store.Spans[0], Assert.Single(batch.Spans));
        Assert.Null(batch.ClientCertificateSubject);
    }

    [Fact]
    public async Task Metrics_and_logs_are_counted()
    {
        var metrics = new Otlp.ExportMetricsServiceRequest
        {
            ResourceMetrics =
            {
                new Otlp.ResourceMetrics
                {
                    ScopeMetrics =
                    {
                        new Otlp.ScopeMetrics
                        {
                            Metrics =
                            {
                                new Otlp.Metric { Gauge =
                                    new Otlp.Gauge { DataPoints = { new Otlp.NumberDataPoint(), new Otlp.NumberDataPoint() } } },
                                new Otlp.Metric { Sum = new Otlp.Sum { DataPoints = { new Otlp.NumberDataPoint() } } },
                                new Otlp.Metric { Histogram = new Otlp.Histogram { DataPoints = { new Otlp.HistogramDataPoint() } } },
                                new Otlp.Metric(),
                            },
                        },
                    },
                },
            },
        };

        using var first = await _client.PostAsync(RawClient.Bytes(metrics), path: "/v1/metrics");
        using var second = await _client.PostAsync(
            """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"a"}},{"severityNumber":9}]}]}]}"""u8.ToArray(),
            RawClient.Json,
            path: "/v1/logs");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal((4, 2, 2), (_receiver.Store.Counts.DataPoints, _receiver.Store.Counts.LogRecords, _receiver.Store.Counts.Requests));
    }

    [Theory]
    [InlineData(RawClient.Protobuf)]
    [InlineData(RawClient.Json)]
    public async Task Rejected_spans_are_a_partial_success(string contentType)
    {
        var body = contentType == RawClient.Json
            ? """{"resourceSpans":[{"scopeSpans":[{"spans":[{},{"traceId":"xx"}]}]}]}"""u8.ToArray()
            : RawClient.Bytes(OtlpRequests.Of(new Otlp.Span(), new Otlp.Span()));

        using var response = await _client.PostAsync(body, contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var rejected = contentType == RawClient.Json
            ? JsonDocument.Parse(answer).RootElement.GetProperty("partialSuccess").GetProperty("rejectedSpans").GetString()
            : Otlp.ExportTraceServiceResponse.Parser.ParseFrom(answer).PartialSuccess.RejectedSpans.ToString(null, null);
        Assert.Equal("2", rejected);
        Assert.Equal(2, _receiver.Store.Counts.RejectedSpans);
    }

    [Theory]
    [InlineData("GET", "/v1/traces", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/v1/logs", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v1/profiles", HttpStatusCode.NotFound)]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/traces", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_OTLP_is_refused(string method, string path, HttpStatusCode status)
    {
        using var response = await _client.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.MethodNotAllowed ? ["POST"] : [], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Other_media_types_are_refused(string? contentType)
    {
        using var response = await _client.PostAsync([], contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Other_encodings_are_refused()
    {
        using var response = await _client.PostAsync([1, 2, 3], contentEncoding: "zstd");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    public static TheoryData<string, string, string?> Malformed { get; } = new()
    {
        { RawClient.Protobuf, "ffffffffff", null },
        { RawClient.Protobuf, "0a7f", null },
        { RawClient.Protobuf, "616263", "gzip" },
        { RawClient.Protobuf, "1f8b0800", "gzip" },
        { RawClient.Json, "7b", null },
        { RawClient.Json, "", null },
        { RawClient.Json, "ff", null },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_cannot_be_decoded_is_answered_in_its_own_encoding(string contentType, string hex, string? contentEncoding)
    {
        using var response = await _client.PostAsync(Convert.FromHexString(hex), contentType, contentEncoding);

        Assert.Equal((HttpStatusCode.BadRequest, contentType), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        var body = await response.Content.ReadAsByteArrayAsync();
        var code = contentType == RawClient.Json
            ? JsonDocument.Parse(body).RootElement.GetProperty("code").GetInt32()
            : Otlp.Rpc.Status.Parser.ParseFrom(body).Code;
        Assert.Equal(3, code);
        Assert.Equal(0, _receiver.Store.Counts.Requests);
    }

    [Fact]
    public async Task Truncated_gzip_is_refused()
    {
        var compressed = RawClient.Gzip(RawClient.Bytes(OtlpRequests.Everything()));

        using var response = await _client.PostAsync(compressed[..(compressed.Length / 2)], contentEncoding: "gzip");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_may_be_as_large_as_the_bound_and_no_larger(bool gzip)
    {
        var fitting = Padded(MaxRequestBytes);
        var larger = Padded(MaxRequestBytes + 1);
        Assert.Equal((MaxRequestBytes, MaxRequestBytes + 1), (fitting.Length, larger.Length));
        var encoding = gzip ? "gzip" : null;

        using var first = await _client.PostAsync(gzip ? RawClient.Gzip(fitting) : fitting, contentEncoding: encoding);
        using var second = await _client.PostAsync(gzip ? RawClient.Gzip(larger) : larger, contentEncoding: encoding);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_gzip_bomb_does_not_go_off()
    {
        var bomb = RawClient.Gzip(new byte[90 << 20]);
        Assert.True(bomb.Length < MaxRequestBytes, $"it has {bomb.Length} bytes");

        using var response = await _client.PostAsync(bomb, contentEncoding: "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Deep_nesting_is_refused_in_either_encoding()
    {
        using var protobuf = await _client.PostAsync(RawClient.Bytes(OtlpRequests.Nested(1000)));
        using var json = await _client.PostAsync(OtlpRequests.NestedJson(1000), RawClient.Json);
        using var fine = await _client.PostAsync(RawClient.Bytes(OtlpRequests.Nested(30)));

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK),
            (protobuf.StatusCode, json.StatusCode, fine.StatusCode));
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused()
    {
        var body = RawClient.Bytes(OtlpRequests.Of(OtlpRequests.Span(1, 1, "PLACE")));
        new byte[] { 0xff, 0xfe, 0x80, 0xc0, 0xaf }.CopyTo(body, body.AsSpan().IndexOf("PLACE"u8));

        using var response = await _client.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>A valid request of just so many bytes.</summary>
    private static byte[] Padded(int size)
    {
        var padding = size;
        Otlp.ExportTraceServiceRequest request;
        do
            request = OtlpRequests.Of(OtlpRequests.Span(1, 1, new string('x', padding--)));
        while (request.CalculateSize() > size);
        return request.ToByteArray();
    }
}
