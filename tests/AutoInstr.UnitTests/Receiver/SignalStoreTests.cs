using AutoInstr.Viewer;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;
using Xunit;
using static AutoInstr.UnitTests.Receiver.Telemetry;

namespace AutoInstr.UnitTests.Receiver;

/// <summary>What is decoded of metrics and log records, how much of it is kept, and that it leaves as it came.</summary>
public class SignalStoreTests
{
    private const string EveryKind = """
        "sum":{"dataPoints":[{"startTimeUnixNano":"1","timeUnixNano":"2","asInt":"-9223372036854775808","flags":1,
        "attributes":[{"key":"a","value":{"stringValue":"b"}}],
        "exemplars":[{"timeUnixNano":"2","asDouble":"NaN","traceId":"00000000000000000000000000000001","spanId":"0000000000000002",
        "filteredAttributes":[{"key":"f","value":{"boolValue":true}}]}]}],"aggregationTemporality":1,"isMonotonic":true}
        """;

    [Fact]
    public void The_oldest_records_leave_first_and_are_counted()
    {
        var store = new LogStore(3);
        store.Add([Log("a", trace: "t"), Log("b", trace: "u"), Log("c", trace: "t")]);
        Assert.Equal(["a", "c"], store.Of("t").Select(static record => record.Body));
        store.Add([Log("d")]);
        Assert.Equal(["b", "c", "d"], store.Records.Select(static record => record.Body));
        Assert.Equal(["c"], store.Of("t").Select(static record => record.Body));
        store.Add([Log("e"), Log("f"), Log("g")]);
        Assert.Empty(store.Of("t"));
        Assert.Empty(store.Of("u"));
        Assert.Equal(4, store.EvictedRecords);
    }

    [Fact]
    public void Records_are_bounded_by_bytes_too()
    {
        var store = new LogStore(100, 1000);
        store.Add([Log("a", 400), Log("b", 400), Log("c", 400)]);
        Assert.Equal(["b", "c"], store.Records.Select(static record => record.Body));
        store.Add([Log("too large", 1001)]);
        Assert.Empty(store.Records);
        store.Add([Log("d", 1000)]);
        Assert.Single(store.Records);
        Assert.Equal(4, store.EvictedRecords);
    }

    [Fact]
    public void The_oldest_points_leave_first_and_a_series_with_its_last_one()
    {
        var store = new MetricStore(3, 1000);
        store.Add([Point("a", 1), Point("b", 2), Point("a", 3)]);
        Assert.Equal([("a", 2), ("b", 1)], Counted(store));
        store.Add([Point("a", 4), Point("c", 5)]);
        Assert.Equal([("a", 2), ("c", 1)], Counted(store));
        Assert.Equal((2, 3), (store.EvictedPoints, store.Points));
        store.Add([Point("d", 6, bytes: 999)]);
        Assert.Equal([("c", 1), ("d", 1)], Counted(store));
        store.Add([Point("e", 7, bytes: 1001)]);
        Assert.Empty(store.Series);
    }

    [Fact]
    public void Series_are_told_apart_by_their_attributes_in_any_order()
    {
        var store = new MetricStore(100);
        store.Add(
        [
            Point("a", 1, 1, ("x", "1"), ("y", 2L)), Point("a", 2, 1, ("y", 2L), ("x", "1")), Point("a", 3, 1, ("x", 1L), ("y", 2L)),
        ]);
        Assert.Equal([("a", 2), ("a", 1)], Counted(store));
    }

    [Fact]
    public void A_metric_leaves_as_it_came()
    {
        var line = Metric("shop.orders", "{order}", EveryKind);
        var store = Store().With(line);
        var series = Assert.Single(store.Metrics.Series);
        Assert.Equal(
            new MetricInstrument("shop", "Shop", "2", "shop.orders", "of shop.orders", "{order}", MetricKind.Sum, Temporality.Delta, true),
            series.Instrument);
        Assert.Equal("b", series.Attributes["a"]);
        Assert.Equal(Telemetry.Json(OtlpJsonLines.Read(line)[0].Request), Telemetry.Json(MetricRequests.Of(store.Metrics.Series)));
    }

    [Theory]
    [InlineData("gauge", MetricKind.Gauge, """{"dataPoints":[{"asDouble":1.5}]}""")]
    [InlineData("sum", MetricKind.Sum, """{"dataPoints":[{"asInt":"0"}],"aggregationTemporality":2}""")]
    [InlineData("histogram", MetricKind.Histogram, """
        {"dataPoints":[{"count":"2","sum":0,"bucketCounts":["1","1"],"explicitBounds":[0.5],"min":0,"max":7}],"aggregationTemporality":2}
        """)]
    [InlineData("exponentialHistogram", MetricKind.ExponentialHistogram, """
        {"dataPoints":[{"count":"2","scale":-3,"zeroCount":"1","positive":{"offset":-4,"bucketCounts":["1"]},"zeroThreshold":0.1}],
        "aggregationTemporality":1}
        """)]
    [InlineData("summary", MetricKind.Summary, """{"dataPoints":[{"count":"2","sum":3,"quantileValues":[{"quantile":0.5,"value":1}]}]}""")]
    public void Every_kind_of_metric_is_kept(string field, object kind, string data)
    {
        var line = Metric("m", "", $"\"{field}\":{data}");
        var store = Store().With(line);
        Assert.Equal(kind, Assert.Single(store.Metrics.Series).Instrument.Kind);
        Assert.Equal(Telemetry.Json(OtlpJsonLines.Read(line)[0].Request), Telemetry.Json(MetricRequests.Of(store.Metrics.Series)));
        Assert.Equal(1, store.Traces.Counts.DataPoints);
    }

    [Fact]
    public void A_log_record_leaves_as_it_came()
    {
        var line = Telemetry.Logs("""
            {"timeUnixNano":"5","observedTimeUnixNano":"6","severityNumber":17,"severityText":"Error","eventName":"e","flags":1,
            "body":{"kvlistValue":{"values":[{"key":"k","value":{"intValue":"1"}}]}},"droppedAttributesCount":2,
            "attributes":[{"key":"a","value":{"doubleValue":"Infinity"}}],
            "traceId":"00000000000000000000000000000001","spanId":"0000000000000002"}
            """);
        var store = Store().With(line);
        var record = Assert.Single(store.Logs.Records);
        Assert.Equal(("shop", "Shop.Orders", LogSeverity.Error, "{\"k\": 1}", 2u),
            (record.ServiceName, record.ScopeName, record.Severity, record.Message, record.DroppedCount));
        Assert.Same(record, Assert.Single(store.Logs.Of(record.TraceId)));
        Assert.Equal(Telemetry.Json(OtlpJsonLines.Read(line)[0].Request), Telemetry.Json(LogRequests.Of(store.Logs.Records)));
    }

    [Theory]
    [InlineData(-5, LogSeverity.Unspecified)]
    [InlineData(0, LogSeverity.Unspecified)]
    [InlineData(1, LogSeverity.Trace)]
    [InlineData(9, LogSeverity.Info)]
    [InlineData(12, LogSeverity.Info)]
    [InlineData(13, LogSeverity.Warn)]
    [InlineData(24, LogSeverity.Fatal)]
    [InlineData(int.MaxValue, LogSeverity.Fatal)]
    public void Four_numbers_are_a_severity(int number, object severity) =>
        Assert.Equal(severity, new LogRecord { SeverityNumber = number }.Severity);

    [Theory]
    [InlineData("Order {OrderId} took {Time:0.00} ms", "Order 7 took 1.5 ms")]
    [InlineData("{@OrderId,10} {missing} {{OrderId}} {", "7 {missing} {OrderId} {")]
    [InlineData("plain", "plain")]
    public void The_places_of_a_template_are_filled(string body, string message) => Assert.Equal(message, new LogRecord
    {
        Body = body,
        Attributes = new AttributeMap([new("OrderId", 7L), new("Time", 1.5)]),
    }.Message);

    [Fact]
    public void An_id_that_is_none_is_left_out_and_the_record_kept() => Assert.Equal(("", ""), Assert.Single(Store().With(
        Telemetry.Logs("""{"traceId":"zz","spanId":"0000000000000000"}""")).Logs.Records) is var record ? (record.TraceId, record.SpanId) : default);

    [Fact]
    public void What_is_no_longer_kept_is_summed_up()
    {
        var store = new TelemetryStore(new TraceStore(1), new LogStore(1), new MetricStore(1))
            .With(Telemetry.Logs("{},{},{}"), Metric("m", "", "\"gauge\":{\"dataPoints\":[{\"asInt\":\"1\"}]}"));
        Assert.Equal(
            "0 traces, 0 spans, 0 errors, 1 metric data point, 3 log records (2 no longer kept)", ReceivedSummary.Of(store));
    }

    [Fact]
    public void A_line_may_have_several_signals_or_none()
    {
        Assert.Equal([Signal.Traces, Signal.Logs], OtlpJsonLines.Read("""{"resourceLogs":[],"other":[1],"resourceSpans":[]}""")
            .Select(static request => request.Signal));
        Assert.Empty(OtlpJsonLines.Read("{}"));
        Assert.Throws<FormatException>(() => OtlpJsonLines.Read("[]"));
        Assert.Throws<FormatException>(() => OtlpJsonLines.Read("{} {}"));
    }

    private static IEnumerable<(string, int)> Counted(MetricStore store) =>
        store.Series.Select(static series => (series.Instrument.Name, series.Points.Count));
}
