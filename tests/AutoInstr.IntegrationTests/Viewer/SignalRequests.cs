using System.Globalization;
using System.Text.Json.Nodes;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>Requests with log records and metrics in OTLP JSON, around one span.</summary>
internal static class SignalRequests
{
    /// <summary>The trace of the span.</summary>
    public const string Trace = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>When the span begins, in nanoseconds since the Unix epoch.</summary>
    public const ulong Start = 1_790_000_000_000_000_000;

    /// <summary>A second in nanoseconds.</summary>
    public const ulong Second = 1_000_000_000;

    private const string Span = "b7ad6b7169203331";

    /// <summary>A request with the span, which takes ten seconds.</summary>
    public static string OneSpan() => $$$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[
        {"traceId":"{{{Trace}}}","spanId":"{{{Span}}}","name":"POST /orders","startTimeUnixNano":"{{{Start}}}",
        "endTimeUnixNano":"{{{Start + (10 * Second)}}}"}]}]}]}
        """;

    /// <summary>A request with log records.</summary>
    public static string Records(string service, string scope, params JsonObject[] records) => new JsonObject
    {
        ["resourceLogs"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", service)) },
            ["scopeLogs"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = scope },
                ["logRecords"] = new JsonArray([.. records]),
            }),
        }),
    }.ToJsonString();

    /// <summary>A log record so many seconds after <see cref="Start"/>.</summary>
    public static JsonObject Record(int second, int severity, string body, params (string Name, object Value)[] attributes) => new()
    {
        ["timeUnixNano"] = $"{(long)Start + (second * (long)Second)}",
        ["severityNumber"] = severity,
        ["body"] = new JsonObject { ["stringValue"] = body },
        ["attributes"] = new JsonArray([.. attributes.Select(static item =>
            Attribute(item.Name, Convert.ToString(item.Value, CultureInfo.InvariantCulture)!))]),
    };

    /// <summary>A log record with an exception, of the span.</summary>
    public static JsonObject Failed(int second)
    {
        var record = Record(second, 17, "no stock", ("exception.type", "StockException"), ("exception.message", "none left"),
            ("exception.stacktrace", "StockException: none left\n   at Shop.Stock.Take()"), ("sku", "a-7"));
        (record["traceId"], record["spanId"]) = (Trace, Span);
        return record;
    }

    /// <summary>A request with one metric.</summary>
    public static string OneMetric(string name, string unit, string kind, JsonObject data) => new JsonObject
    {
        ["resourceMetrics"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", "shop")) },
            ["scopeMetrics"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "Shop" },
                ["metrics"] = new JsonArray(new JsonObject
                {
                    ["name"] = name,
                    ["unit"] = unit,
                    ["description"] = $"What is counted as {name}.",
                    [kind] = data,
                }),
            }),
        }),
    }.ToJsonString();

    /// <summary>Half an hour of requests, cumulative: most take 10 to 25 ms, and every ten minutes for a while a part of them takes
    /// longer.</summary>
    public static string Histogram()
    {
        double[] bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5];
        var (counts, points) = (new int[bounds.Length + 1], new JsonArray());
        for (var minute = 1; minute <= 30; minute++)
        {
            var slow = minute % 10;
            int[] added = [2, 12, 40, 18, slow, slow * slow / 4, slow * slow / 8, slow / 8, 0];
            counts = [.. counts.Zip(added, static (count, more) => count + more)];
            var point = Point(minute, "sum", 0.02 * counts.Sum(), ("http.route", "/orders"));
            point["count"] = $"{counts.Sum()}";
            point["explicitBounds"] = new JsonArray([.. bounds.Select(static bound => (JsonNode)bound)]);
            point["bucketCounts"] = new JsonArray([.. counts.Select(static count => (JsonNode)$"{count}")]);
            point["exemplars"] = new JsonArray(new JsonObject
            {
                ["timeUnixNano"] = $"{Start + ((ulong)minute * 60 * Second) - (20 * Second)}",
                ["asDouble"] = 0.012 + (slow * slow * 0.001),
                ["traceId"] = Trace,
                ["spanId"] = Span,
            });
            points.Add(point);
        }
        return OneMetric("http.server.request.duration", "s", "histogram", new JsonObject
        {
            ["aggregationTemporality"] = 2,
            ["dataPoints"] = points,
        });
    }

    /// <summary>A data point so many minutes after <see cref="Start"/>.</summary>
    public static JsonObject Point(int minute, string field, JsonNode value, params (string Name, string Value)[] attributes) => new()
    {
        ["startTimeUnixNano"] = $"{Start}",
        ["timeUnixNano"] = $"{Start + ((ulong)minute * 60 * Second)}",
        [field] = value,
        ["attributes"] = new JsonArray([.. attributes.Select(static item => Attribute(item.Name, item.Value))]),
    };

    /// <summary>Buckets of an exponential histogram that are further away than any number.</summary>
    public static JsonObject Buckets() =>
        new() { ["offset"] = int.MaxValue, ["bucketCounts"] = new JsonArray("1", "18446744073709551615") };

    private static JsonObject Attribute(string name, string value) =>
        new() { ["key"] = name, ["value"] = new JsonObject { ["stringValue"] = value } };
}
