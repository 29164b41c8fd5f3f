using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using Xunit;

namespace AutoInstr.IntegrationTests.Receiver;

/// <summary>The SDK sends to a real collector, and that forwards to the receiver.</summary>
public class CollectorTests
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, "proto", "gzip", OtlpProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc, "json", "none", OtlpProtocol.HttpJson)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, "proto", "none", OtlpProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, "json", "gzip", OtlpProtocol.HttpJson)]
    public async Task A_trace_comes_through_the_collector(
        OtlpExportProtocol protocol, string encoding, string compression, OtlpProtocol forwarded)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var batches = new ConcurrentQueue<ReceivedBatch>();
        receiver.Received += batches.Enqueue;
        await using var collector = await OtelCollector.StartAsync(
            new OtelCollectorOptions { ForwardTo = receiver.HttpEndpoint, Encoding = encoding, Compression = compression });

        var traceId = SdkSender.Send(collector.EndpointOf(protocol), protocol);

        await SentTrace.AssertReceivedAsync(receiver, traceId);
        Assert.All(batches, batch =>
        {
            Assert.Equal((Signal.Traces, forwarded), (batch.Signal, batch.Protocol));
            Assert.Contains("0.152", batch.Headers["user-agent"], StringComparison.Ordinal);
            Assert.Equal(compression == "gzip" ? "gzip" : null, batch.Headers.GetValueOrDefault("content-encoding"));
        });
        await collector.WaitForOutputAsync(traceId, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Metrics_come_through_the_collector_and_are_counted()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var metrics = new TaskCompletionSource<ReceivedBatch>();
        receiver.Received += batch => metrics.TrySetResult(batch);
        await using var collector =
            await OtelCollector.StartAsync(new OtelCollectorOptions { ForwardTo = receiver.HttpEndpoint, Encoding = "json" });
        using var meter = new Meter($"meter-{Guid.NewGuid():n}");
        using (Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)
            .AddOtlpExporter(otlp => otlp.Endpoint = collector.EndpointOf(OtlpExportProtocol.Grpc))
            .Build())
        {
            var counter = meter.CreateCounter<long>("things");
            counter.Add(1, KeyValuePair.Create("kind", (object?)"a"));
            counter.Add(1, KeyValuePair.Create("kind", (object?)"b"));
            meter.CreateHistogram<double>("sizes").Record(3);
        }

        var batch = await metrics.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((Signal.Metrics, 3), (batch.Signal, batch.Count));
        Assert.Equal(3, receiver.Store.Counts.DataPoints);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task A_collector_with_mutual_TLS_takes_clients_with_a_certificate(OtlpExportProtocol protocol)
    {
        using var files = new TestCertificates();
        await using var collector = await OtelCollector.StartAsync(
            new OtelCollectorOptions
            {
                CertificateFile = files.ServerCertificate,
                KeyFile = files.ServerKey,
                ClientCaFile = files.Authority,
            });

        var refused = SdkSender.Send(
            collector.EndpointOf(protocol), protocol, otlp => otlp.HttpClientFactory = () => files.CreateClient(null));
        var taken = SdkSender.Send(
            collector.EndpointOf(protocol), protocol, otlp => otlp.HttpClientFactory = () => files.CreateClient(files));

        await collector.WaitForOutputAsync(taken, TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(refused, collector.Output, StringComparison.Ordinal);
    }
}
