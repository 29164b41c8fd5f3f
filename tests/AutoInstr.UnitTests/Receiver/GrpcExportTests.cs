using AutoInstr.Viewer;
using Xunit;
using Otlp = AutoInstr.Viewer.Otlp;

namespace AutoInstr.UnitTests.Receiver;

public sealed class GrpcExportTests : IAsyncLifetime
{
    private const int Ok = 0;
    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;

    private OtlpReceiver _receiver = null!;
    private RawClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts with { MaxRequestBytes = 100_000 });
        _client = new RawClient(_receiver);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spans_are_taken(bool gzip)
    {
        ReceivedBatch? batch = null;
        _receiver.Received += b => batch = b;
        var message = RawClient.Bytes(OtlpRequests.Everything());

        var (status, answer) = await _client.CallAsync(gzip ? RawClient.Gzip(message) : message, gzip);

        Assert.Equal(Ok, status);
        Assert.Null(Otlp.ExportTraceServiceResponse.Parser.ParseFrom(answer).PartialSuccess);
        Assert.Equal("boom", Assert.Single(_receiver.Store.Spans).StatusMessage);
        Assert.Equal((OtlpProtocol.Grpc, gzip), (batch!.Protocol, batch.Headers.GetValueOrDefault("grpc-encoding") == "gzip"));
    }

    [Fact]
    public async Task Rejected_spans_are_a_partial_success()
    {
        var (status, answer) = await _client.CallAsync(RawClient.Bytes(OtlpRequests.Of(new Otlp.Span(), OtlpRequests.Span(1, 1))));

        Assert.Equal(Ok, status);
        Assert.Equal(1, Otlp.ExportTraceServiceResponse.Parser.ParseFrom(answer).PartialSuccess.RejectedSpans);
        Assert.Single(_receiver.Store.Spans);
    }

    [Fact]
    public async Task Metrics_and_logs_are_taken_and_counted()
    {
        var logs = new Otlp.ExportLogsServiceRequest
        {
            ResourceLogs = { new Otlp.ResourceLogs { ScopeLogs = { new Otlp.ScopeLogs { LogRecords = { new Otlp.LogRecord() } } } } },
        };

        var (first, _) = await _client.CallAsync([], service: "metrics.v1.MetricsService");
        var (second, _) = await _client.CallAsync(RawClient.Bytes(logs), service: "logs.v1.LogsService");

        Assert.Equal((Ok, Ok), (first, second));
        Assert.Equal((0, 1, 2), (_receiver.Store.Counts.DataPoints, _receiver.Store.Counts.LogRecords, _receiver.Store.Counts.Requests));
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_an_invalid_argument()
    {
        var (garbage, _) = await _client.CallAsync([0xff, 0xff, 0xff]);
        var (nested, _) = await _client.CallAsync(RawClient.Bytes(OtlpRequests.Nested(1000)));

        Assert.Equal((InvalidArgument, InvalidArgument), (garbage, nested));
    }

    [Fact]
    public async Task Broken_gzip_is_refused()
    {
        var message = RawClient.Gzip(RawClient.Bytes(OtlpRequests.Everything()));

        var (truncated, _) = await _client.CallAsync(message[..(message.Length / 2)], compressed: true);
        var (garbage, _) = await _client.CallAsync([1, 2, 3], compressed: true);

        Assert.NotEqual(Ok, truncated);
        Assert.NotEqual(Ok, garbage);
        Assert.Empty(_receiver.Store.Spans);
    }

    [Fact]
    public async Task Neither_a_large_message_nor_a_gzip_bomb_is_taken()
    {
        var (large, _) = await _client.CallAsync(new byte[100_001]);
        var (huge, _) = await _client.CallAsync(new byte[40 << 20]);
        var (bomb, _) = await _client.CallAsync(RawClient.Gzip(new byte[90 << 20]), compressed: true);

        Assert.Equal((ResourceExhausted, ResourceExhausted, ResourceExhausted), (large, huge, bomb));
    }
}
