using System.Diagnostics;
using System.Text.Json;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.Traces;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

public sealed class ConsoleSpanExporterTests
{
    private static readonly ActivityContext Other = new(
        ActivityTraceId.CreateFromString("0123456789abcdef0123456789abcdef"), ActivitySpanId.CreateFromString("0123456789abcdef"),
        ActivityTraceFlags.Recorded, "k=v");

    [Fact]
    public void A_span_is_one_line_with_everything()
    {
        var start = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var line = Export(new LimitSettings(), ActivityKind.Client, activity =>
        {
            activity.SetStartTime(start).SetEndTime(start.AddMilliseconds(1.5));
            activity.SetTag("server.port", 443).SetTag("text", "line\nbreak \"ü\"");
            activity.SetStatus(ActivityStatusCode.Error, "it broke");
            activity.AddEvent(new ActivityEvent("retry", start.AddMilliseconds(1), new ActivityTagsCollection { ["attempt"] = 2 }));
            activity.AddLink(new ActivityLink(Other, new ActivityTagsCollection { ["why"] = "batch" }));
        });
        var ids = JsonDocument.Parse(line).RootElement;
        var expected =
            $$$"""
            {"name":"work","kind":"client","trace_id":"0123456789abcdef0123456789abcdef","span_id":"{{{ids.GetProperty("span_id")}}}","parent_id":"0123456789abcdef","trace_state":"k=v",
            "start_time":"2026-01-02T03:04:05Z","end_time":"2026-01-02T03:04:05.0015Z","duration_ms":1.5,"status":{"code":"error","description":"it broke"},
            "attributes":{"server.port":443,"text":"line\nbreak \"ü\""},
            "events":[{"name":"retry","time":"2026-01-02T03:04:05.001Z","attributes":{"attempt":2}}],
            "links":[{"trace_id":"0123456789abcdef0123456789abcdef","span_id":"0123456789abcdef","attributes":{"why":"batch"}}],
            "scope":{"name":"Test.Console","version":"1.2.3"},"resource":{"service.name":"appzin"}}
            """;
        Assert.Equal(expected.Replace(Environment.NewLine, "", StringComparison.Ordinal), line);
    }

    [Fact]
    public void Limits_hold()
    {
        var limits = new LimitSettings
        {
            AttributeCount = 1,
            AttributeValueLength = 2,
            EventCount = 1,
            LinkCount = 0,
            EventAttributeCount = 0,
        };
        var span = JsonDocument.Parse(Export(limits, ActivityKind.Internal, static activity =>
        {
            activity.SetTag("a", "1234").SetTag("b", 2).SetTag("c", 3);
            activity.AddEvent(new ActivityEvent("one", tags: new ActivityTagsCollection { ["x"] = 1 })).AddEvent(new ActivityEvent("two"));
            activity.AddLink(new ActivityLink(Other));
        })).RootElement;
        Assert.Equal("""{"a":"12"}""", span.GetProperty("attributes").GetRawText());
        Assert.Equal(2, span.GetProperty("dropped_attributes_count").GetInt32());
        Assert.Equal("one", Assert.Single(span.GetProperty("events").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(1, span.GetProperty("events")[0].GetProperty("dropped_attributes_count").GetInt32());
        Assert.Equal(1, span.GetProperty("dropped_events_count").GetInt32());
        Assert.Empty(span.GetProperty("links").EnumerateArray());
        Assert.Equal(1, span.GetProperty("dropped_links_count").GetInt32());
    }

    public static TheoryData<object?, string> Values => new()
    {
        { "text", "\"text\"" },
        { 1, "1" },
        { (byte)2, "2" },
        { long.MaxValue, "9223372036854775807" },
        { ulong.MaxValue, "\"18446744073709551615\"" },
        { 1.5, "1.5" },
        { 0.1f, "0.10000000149011612" },
        { double.NaN, "\"NaN\"" },
        { double.NegativeInfinity, "\"-Infinity\"" },
        { true, "true" },
        { null, "null" },
        { 1.25m, "\"1.25\"" },
        { 'c', "\"c\"" },
        { new[] { "a", null, "b" }, "[\"a\",null,\"b\"]" },
        { new[] { 1, 2 }, "[1,2]" },
        { new object[] { true, 2.5, "x" }, "[true,2.5,\"x\"]" },
        { new Uri("http://x/"), "\"http://x/\"" },
        { new Throws(), "\"InvalidOperationException\"" },
        { "lone \ud83d surrogate", "\"lone \\uFFFD surrogate\"" },
        { "\u001b[31m", "\"\\u001B[31m\"" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Every_kind_of_value_is_written(object? value, string json)
    {
        // A tag that is null removes one, so it has to come in another way.
        var line = Export(new LimitSettings(), ActivityKind.Internal, activity => activity.AddTag("value", value));
        Assert.Equal(json, JsonDocument.Parse(line).RootElement.GetProperty("attributes").GetProperty("value").GetRawText());
    }

    [Fact]
    public void An_array_that_holds_itself_comes_to_an_end()
    {
        var array = new object[1];
        array[0] = array;
        var line = Export(new LimitSettings(), ActivityKind.Internal, activity => activity.SetTag("value", array));
        Assert.Equal(
            "[[[\"System.Object[]\"]]]", JsonDocument.Parse(line).RootElement.GetProperty("attributes").GetProperty("value").GetRawText());
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut() => Assert.Equal("a", AttributeJson.Text("a😀", 2));

    [Theory]
    [InlineData("OK", "ok")]
    [InlineData("Error", "error")]
    [InlineData("UNSET", "unset")]
    public void A_status_in_tags_counts_as_one(string tag, string code)
    {
        var span = JsonDocument.Parse(
            Export(new LimitSettings(), ActivityKind.Internal, activity => activity.SetTag("otel.status_code", tag))).RootElement;
        Assert.Equal(code, span.GetProperty("status").GetProperty("code").GetString());
        Assert.Empty(span.GetProperty("attributes").EnumerateObject());
    }

    private static string Export(LimitSettings limits, ActivityKind kind, Action<Activity> change)
    {
        using var output = new MemoryStream();
        using var source = new ActivitySource("Test.Console", "1.2.3");
        var resource = ResourceBuilder.CreateEmpty().AddAttributes([new("service.name", "appzin")]).Build();
        var path = new ExportPath<SpanEncoder>(
            new ExportTarget("console", "memory"), () => new ConsoleSpanEncoder(limits, resource), _ => new ConsoleExporter(output));
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .SetSampler(new AlwaysOnSampler())
            .AddProcessor(new SpanProcessor(path, new BatchSettings(), (_, message) => Assert.Fail(message)))
            .Build())
        {
            using var activity = source.StartActivity("work", kind, Other)!;
            change(activity);
        }
        var text = System.Text.Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return text[..^1];
    }

    private sealed class Throws
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
