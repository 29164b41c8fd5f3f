using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class BatchAndLimitSettingsTests
{
    [Fact]
    public void Batches()
    {
        var batch = new TestEnvironment(
            ("OTEL_BSP_SCHEDULE_DELAY", "1"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "0"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "20"),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "10")).ReadClean().Traces.Batch;
        Assert.Equal(
            new BatchSettings { ScheduleDelay = 1, ExportTimeout = int.MaxValue, MaxQueueSize = 20, MaxExportBatchSize = 10 }, batch);
    }

    [Fact]
    public void A_small_queue_makes_the_default_batch_small() =>
        Assert.Equal(100, new TestEnvironment(("OTEL_BSP_MAX_QUEUE_SIZE", "100")).ReadClean().Traces.Batch.MaxExportBatchSize);

    [Theory]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "0", "'0' is not a whole number of at least 1; 5000 is used")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "5s", "'5s' is not a whole number of at least 1; 5000 is used")]
    [InlineData("OTEL_BSP_EXPORT_TIMEOUT", "-1", "'-1' is not a whole number of at least 0; 30000 is used")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "0", "'0' is not a whole number from 1 to 1000000; 2048 is used")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "2147483647", "'2147483647' is not a whole number from 1 to 1000000; 2048 is used")]
    [InlineData("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4096", "'4096' is not a whole number from 1 to 2048; 512 is used")]
    [InlineData("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1e3", "'1e3' is not a whole number from 1 to 2048; 512 is used")]
    public void A_wrong_batch_setting_is_reported(string name, string value, string report) =>
        Assert.Equal(new BatchSettings(), new TestEnvironment((name, value)).ReadWithReport($"{name}: {report}").Traces.Batch);

    [Fact]
    public void General_limits_hold_for_spans_events_and_links()
    {
        var limits =
            new TestEnvironment(("OTEL_ATTRIBUTE_COUNT_LIMIT", "0"), ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "0")).ReadClean().Traces.Limits;
        Assert.Equal(
            new LimitSettings { AttributeCount = 0, AttributeValueLength = 0, EventAttributeCount = 0, LinkAttributeCount = 0 }, limits);
    }

    [Fact]
    public void Limits_of_spans_win()
    {
        var limits = new TestEnvironment(
            ("OTEL_ATTRIBUTE_COUNT_LIMIT", "99"),
            ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "99"),
            ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1"),
            ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "2"),
            ("OTEL_SPAN_EVENT_COUNT_LIMIT", "3"),
            ("OTEL_SPAN_LINK_COUNT_LIMIT", "4"),
            ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "5"),
            ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "6")).ReadClean().Traces.Limits;
        var expected = new LimitSettings
        {
            AttributeCount = 1,
            AttributeValueLength = 2,
            EventCount = 3,
            LinkCount = 4,
            EventAttributeCount = 5,
            LinkAttributeCount = 6,
        };
        Assert.Equal(expected, limits);
    }

    [Theory]
    [InlineData("OTEL_ATTRIBUTE_COUNT_LIMIT", "-1", "128")]
    [InlineData("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "many", "128")]
    [InlineData("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "-1", "no limit")]
    [InlineData("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "1k", "no limit")]
    [InlineData("OTEL_SPAN_EVENT_COUNT_LIMIT", "-5", "128")]
    [InlineData("OTEL_SPAN_LINK_COUNT_LIMIT", "1.5", "128")]
    [InlineData("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "0x10", "128")]
    [InlineData("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "99999999999", "128")]
    public void A_wrong_limit_is_reported(string name, string value, string used) =>
        Assert.Equal(
            new LimitSettings(),
            new TestEnvironment((name, value)).ReadWithReport(
                $"{name}: '{value}' is not a whole number of at least 0; {used} is used").Traces.Limits);
}
