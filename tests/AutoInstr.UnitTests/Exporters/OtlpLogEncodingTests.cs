using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Logs;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>What is sent is what a receiver reads. Canary for the members of the SDK that are used.</summary>
public sealed class OtlpLogEncodingTests
{
    private static readonly DateTime Then = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static readonly ActivityContext Context = new(
        ActivityTraceId.CreateFromString("0123456789abcdef0123456789abcdef"), ActivitySpanId.CreateFromString("0123456789abcdef"),
        ActivityTraceFlags.Recorded);

    [Fact]
    public void A_record_arrives_whole()
    {
        var record = Encoded(new LogEntry
        {
            Timestamp = Then,
            Severity = 13,
            SeverityText = "Warning",
            Category = "Shop",
            EventId = 7,
            EventName = "Sold",
            Body = "sold {What}",
            Attributes = [new("What", "tea"), new("Many", 3)],
            Context = Context,
        });

        Assert.Equal((ulong)(Then - DateTime.UnixEpoch).Ticks * 100, record.TimeUnixNano);
        Assert.Equal((13, "Warning", "sold {What}", "Sold"), (record.SeverityNumber, record.SeverityText, record.Body.StringValue,
            record.EventName));
        Assert.Equal(
            ("0123456789abcdef0123456789abcdef", "0123456789abcdef", 1U),
            (Convert.ToHexStringLower(record.TraceId.Span), Convert.ToHexStringLower(record.SpanId.Span), record.Flags));
        Assert.Equal(["logrecord.event.id", "What", "Many"], record.Attributes.Select(attribute => attribute.Key));
        Assert.Equal((7, "tea", 3), (record.Attributes[0].Value.IntValue, record.Attributes[1].Value.StringValue,
            record.Attributes[2].Value.IntValue));
    }

    [Fact]
    public void A_message_is_the_body_and_its_template_an_attribute()
    {
        var record = Encoded(new LogEntry
        {
            Timestamp = Then,
            Severity = 9,
            Category = "Shop",
            Body = "sold {What}",
            Message = "sold tea"
        });

        Assert.Equal("sold tea", record.Body.StringValue);
        var attribute = Assert.Single(record.Attributes);
        Assert.Equal(("{OriginalFormat}", "sold {What}"), (attribute.Key, attribute.Value.StringValue));
    }

    [Fact]
    public void What_is_nearest_to_the_record_wins()
    {
        var record = Encoded(new LogEntry
        {
            Timestamp = Then,
            Severity = 17,
            Category = "Shop",
            Body = "broken",
            Attributes = [new("exception.type", "theirs"), new("Id", "inner"), new("", "no key"), new("Null", null)],
            Scopes = [new("Id", "outer"), new("Tenant", "blue")],
            Exception = new InvalidOperationException("it broke"),
        });

        Assert.Equal(
            ["exception.type=System.InvalidOperationException", "exception.message=it broke", "Id=inner", "Tenant=blue"],
            record.Attributes.Where(attribute => attribute.Key != "exception.stacktrace").Select(attribute =>
                attribute.Key + "=" + attribute.Value.StringValue));
    }

    [Fact]
    public void A_record_of_no_span_has_no_ids()
    {
        var record = Encoded(new LogEntry { Timestamp = Then, Severity = 0, Category = "Shop" });

        Assert.Equal((0, 0, 0), (record.TraceId.Length, record.SpanId.Length, record.SeverityNumber));
    }

    [Fact]
    public void Limits_hold()
    {
        var limits = new LimitSettings { AttributeCount = 2, AttributeValueLength = 3 };

        var record = Encoded(
            new LogEntry
            {
                Timestamp = Then,
                Severity = 9,
                Category = "Shop",
                Attributes = [new("a", "12345"), new("b", 2), new("c",
                3)]
            }, limits);

        Assert.Equal((2, 1U, "123"), (record.Attributes.Count, record.DroppedAttributesCount, record.Attributes[0].Value.StringValue));
    }

    [Theory]
    [InlineData("Shop.Orders")]
    [InlineData("")]
    [InlineData("ä")]
    public void A_scope_has_its_name(string name) => AssertScope(name);

    [Fact]
    public void A_long_scope_has_its_name() => AssertScope(new string('x', 300));

    private static void AssertScope(string name)
    {
        using var encoder = Encoder(new LimitSettings());

        Assert.Equal(name, ScopeLogs.Parser.ParseFrom(encoder.EncodeScope(new RecordScope(name, name, null))).Scope.Name);
    }

    private static LogRecord Encoded(LogEntry entry, LimitSettings? limits = null)
    {
        using var encoder = Encoder(limits ?? new LimitSettings());
        // The second of them is encoded by what the first one left behind.
        encoder.Encode(new LogEntry
        {
            Timestamp = DateTime.UnixEpoch,
            Severity = entry.Severity,
            SeverityText = entry.SeverityText,
            Category = "Other",
            EventId = 1,
            EventName = "Other",
            Body = new string('x', 20_000),
            Attributes = [new("other", true)],
            Context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None),
        });
        return ScopeLogs.Parser.ParseFrom(encoder.Encode(in entry)).LogRecords.Single();
    }

    private static LogEncoder Encoder(LimitSettings limits) =>
        OtlpExport.Logs(new OtlpSettings(), limits, ExportSession.Resource).CreateEncoder();
}
