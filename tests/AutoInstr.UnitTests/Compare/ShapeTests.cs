using AutoInstr.Compare;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Recordings;
using AutoInstr.UnitTests.Receiver;
using Xunit;
using static AutoInstr.UnitTests.Receiver.Telemetry;

namespace AutoInstr.UnitTests.Compare;

/// <summary>How the metrics and log records of two recordings compare.</summary>
public sealed class ShapeTests
{
    private const string Histogram = """
        "histogram":{"dataPoints":[{"count":"1","bucketCounts":["1","0"],"explicitBounds":[BOUND],
        "attributes":[{"key":"KEY","value":{"stringValue":"x"}}]}],"aggregationTemporality":2}
        """;

    [Fact]
    public void Instruments_are_partners_by_service_and_name()
    {
        var comparison = Compare(
            [Metric("same", "s", Counter()), Metric("ours", "", Counter()), Metric("same", "s", Counter(), "stock")],
            [Metric("theirs", "", Counter()), Metric("same", "s", Counter(times: 2)), Metric("same", "s", Counter(), "stock")]);
        Assert.Equal(
            [("shop", "ours", Verdict.OnlyManual), ("shop", "same", Verdict.Same), ("stock", "same", Verdict.Same),
                ("shop", "theirs", Verdict.OnlyAutomatic)],
            comparison.Instruments.Select(static one => (one.Item.Service, one.Item.Name, one.Verdict)));
    }

    [Fact]
    public void What_differs_of_an_instrument_is_told()
    {
        var comparison = Compare(
            [Metric("m", "s", Histogram.Replace("BOUND", "1", StringComparison.Ordinal).Replace("KEY", "a", StringComparison.Ordinal))],
            [Metric("m", "ms", Histogram.Replace("BOUND", "2.5", StringComparison.Ordinal).Replace("KEY", "b", StringComparison.Ordinal),
                scope: "Other")]);
        Assert.Equal(
            [
                new(Aspect.Scope, "", "Shop", "Other"), new(Aspect.Unit, "", "s", "ms"), new(Aspect.Buckets, "", "[1]", "[2.5]"),
                new(Aspect.AttributeKey, "a", "there", null), new(Aspect.AttributeKey, "b", null, "there"),
            ],
            Assert.Single(comparison.Instruments).Differences);
    }

    [Fact]
    public void Kind_and_temporality_are_compared() => Assert.Equal(
        [new(Aspect.Kind, "", "counter", "up-down counter"), new(Aspect.Temporality, "", "cumulative", "delta")],
        Assert.Single(Compare([Metric("m", "", Counter())], [Metric("m", "", Counter(monotonic: false, temporality: 1))]).Instruments)
            .Differences);

    [Fact]
    public void Records_are_partners_by_their_template()
    {
        const string ids = "\"traceId\":\"00000000000000000000000000000001\",\"spanId\":\"0000000000000001\"";
        var comparison = Compare(
            [Telemetry.Logs($$$"""
                {"severityNumber":9,"body":{"stringValue":"order {Id}"},"attributes":[{"key":"Id","value":{"intValue":"1"}}],{{{ids}}}},
                {"severityNumber":9,"body":{"stringValue":"order {Id}"},"attributes":[{"key":"Id","value":{"intValue":"2"}}]},
                {"severityNumber":9,"body":{"stringValue":"listening on http://127.0.0.1:5081"} }
                """)],
            [Telemetry.Logs($$$"""
                {"severityNumber":13,"body":{"stringValue":"order 7"},"attributes":[{"key":"Id","value":{"intValue":"7"}},
                {"key":"{OriginalFormat}","value":{"stringValue":"order {Id}"}},{"key":"extra","value":{"intValue":"7"}}],{{{ids}}}},
                {"severityNumber":9,"body":{"stringValue":"listening on http://127.0.0.1:6092"} }
                """)]);
        Assert.Equal([("listening on http://127.0.0.1", Verdict.Same), ("order {Id}", Verdict.Changed)],
            comparison.Logs.Select(static log => (log.Item.Template, log.Verdict)));
        Assert.Equal(
            [
                new(Aspect.Severity, "", "info", "warn"), new(Aspect.Count, "", "2", "1"), new(Aspect.TraceIds, "", "some", "all"),
                new(Aspect.AttributeKey, "extra", null, "there"),
            ],
            comparison.Logs[1].Differences);
    }

    [Theory]
    [InlineData("shop METRIC orders.*", 1)]
    [InlineData("shop metric *", 1)]
    [InlineData("stock METRIC *", 0)]
    [InlineData("shop LOG Shop.Orders: order {Id}", 1)]
    [InlineData("* LOG *: *", 2)]
    [InlineData("shop LOG *ours*", 0)]
    // Any kind is any kind of span.
    [InlineData("* * *", 0)]
    public void Expectations_of_what_both_measure_and_log(string line, int found)
    {
        var comparison = Compare(
            [
                Metric("orders.placed", "", Counter()), Metric("orders.ours", "", Counter()),
                Logs("order {Id}", "order {Id}", "ready", "ours"),
            ],
            [Metric("orders.placed", "", Counter()), Metric("theirs", "", Counter()), Logs("order {Id}", "ready", "ready")]);

        Assert.Equal(found, Assert.Single(Expectation.Parse([line], "e.txt")).CountIn(comparison));

        static string Logs(params string[] templates) => Telemetry.Logs(string.Join(
            ',', templates.Select(static template => $"{{\"body\":{{\"stringValue\":\"{template}\"}}}}")));
    }

    [Fact]
    public void Attributes_can_be_ignored() => Assert.Equal(Verdict.Same, Assert.Single(Comparison.Of(
        Recording.Of(Store().With(Telemetry.Logs("""{"attributes":[{"key":"code.file","value":{"stringValue":"x"}}]}"""))),
        Recording.Of(Store().With(Telemetry.Logs("{}"))), new AttributeRules(["code.*"], false)).Logs).Verdict);

    private static Comparison Compare(string[] manual, string[] automatic) =>
        Comparison.Of(Recording.Of(Store().With(manual)), Recording.Of(Store().With(automatic)), AttributeRules.Usual);

    private static string Counter(int times = 1, bool monotonic = true, int temporality = 2) =>
        $"\"sum\":{{\"dataPoints\":[{string.Join(',', Enumerable.Repeat("{\"asInt\":\"1\"}", times))}],"
        + $"\"aggregationTemporality\":{temporality},\"isMonotonic\":{(monotonic ? "true" : "false")}}}";
}
