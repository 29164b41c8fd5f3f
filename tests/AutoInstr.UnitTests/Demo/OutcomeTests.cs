using System.Globalization;
using AutoInstr.Demo;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Demo;

/// <summary>What the demo takes for complete and what it misses.</summary>
public sealed class OutcomeTests
{
    private static readonly Exchange Saved = new(
        "saved", HttpMethod.Post, "/tasks", null, new("tasks", SpanKind.Server, "POST /tasks", 201));
    private static readonly Exchange Failing = new(
        "failing", HttpMethod.Get, "/share", null, new("tasks", SpanKind.Server, "GET /share", 500) { Fails = true });

    private static readonly Exchange Report = new(
        "report",
        HttpMethod.Post,
        "/reports",
        null,
        new("tasks", SpanKind.Server, "POST /reports", 200, new ExpectedSpan("tasks", SpanKind.Client, "POST", 200,
            new ExpectedSpan("reports", SpanKind.Server, "POST /render", 200))));

    private static readonly Exchange Stored = new(
        "stored", HttpMethod.Post, "/tasks", null,
        new("tasks", SpanKind.Server, "POST /tasks", 201, new ExpectedSpan("tasks", SpanKind.Client, "INSERT tasks", StatusCode: null)));

    private readonly List<Span> _spans = [];

    [Fact]
    public void Two_like_exchanges_take_two_traces_the_earlier_one_the_earlier_trace()
    {
        Add("b", 2, 0, "tasks", SpanKind.Server, "POST /tasks", 201, "/tasks", start: 20);
        Add("a", 1, 0, "tasks", SpanKind.Server, "POST /tasks", 201, "/tasks", start: 10);

        var outcome = Of(Saved, Saved, Saved);

        Assert.Equal(["a", "b"], outcome.Found.Select(found => found.Trace.Id));
        Assert.Equal(["saved: Server span \"POST /tasks\" of tasks with status code 201"], outcome.Missing);
    }

    [Theory]
    [InlineData(3, 2, "tasks", "reports", "")]
    [InlineData(3, 1, "tasks", "reports", "report: Server span \"POST /render\" of reports with status code 200")]
    [InlineData(3, 2, "tasks", "others", "report: Server span \"POST /render\" of reports with status code 200")]
    [InlineData(3, 2, "others", "reports", "report: Client span \"POST\" of tasks with status code 200")]
    [InlineData(2, 2, "tasks", "reports", "report: Server span \"POST /render\" of reports with status code 200")]
    [InlineData(1, 2, "tasks", "reports", "report: Client span \"POST\" of tasks with status code 200")]
    public void Every_span_counts_where_it_belongs(int spans, int parent, string client, string server, string missing)
    {
        Add("a", 1, 0, "tasks", SpanKind.Server, "POST /reports", 200, "/reports");
        if (spans > 1)
            Add("a", 2, 1, client, SpanKind.Client, "POST", 200);
        if (spans > 2)
            Add("a", 3, parent, server, SpanKind.Server, "POST /render", 200);

        var outcome = Of(Report);

        Assert.Single(outcome.Found);
        Assert.Equal(missing, string.Join('|', outcome.Missing));
    }

    [Theory]
    [InlineData(500, "System.Exception", SpanStatus.Error, true)]
    [InlineData(500, "System.Exception", SpanStatus.Unset, false)]
    [InlineData(500, null, SpanStatus.Error, false)]
    [InlineData(200, "System.Exception", SpanStatus.Error, false)]
    public void A_failure_has_code_status_and_type(int code, string? type, SpanStatus status, bool isFound)
    {
        Add("a", 1, 0, "tasks", SpanKind.Server, "GET /share", code, "/share", type, status);
        Assert.Equal(isFound ? 0 : 1, Of(Failing).Missing.Count);
    }

    [Theory]
    [InlineData("System.Exception", SpanStatus.Unset)]
    [InlineData(null, SpanStatus.Error)]
    public void What_should_succeed_has_neither_status_nor_type(string? type, SpanStatus status)
    {
        Add("a", 1, 0, "tasks", SpanKind.Server, "POST /tasks", 201, "/tasks", type, status);
        Assert.Single(Of(Saved).Missing);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(201L, "stored: Client span \"INSERT tasks\" of tasks")]
    public void A_span_that_is_not_of_HTTP_has_no_code(long? code, string missing)
    {
        Add("a", 1, 0, "tasks", SpanKind.Server, "POST /tasks", 201, "/tasks");
        Add("a", 2, 1, "tasks", SpanKind.Client, "INSERT tasks", code);
        Assert.Equal(missing, string.Join('|', Of(Stored).Missing));
    }

    [Fact]
    public void A_trace_whose_root_has_not_come_or_is_of_another_path_is_another_one()
    {
        Add("a", 1, 9, "tasks", SpanKind.Server, "POST /tasks", 201, "/tasks");
        Add("b", 2, 0, "tasks", SpanKind.Server, "POST /tasks", 201, "/others");
        var outcome = Of(Saved);
        Assert.Empty(outcome.Found);
        Assert.Single(outcome.Missing);
    }

    private Outcome Of(params Exchange[] exchanges) =>
        Outcome.Of(exchanges, [.. _spans.GroupBy(span => span.TraceId).Select(trace => new Trace(trace.Key, [.. trace]))]);

    private void Add(
        string trace, int number, int parent, string service, SpanKind kind, string name, long? code,
        string? path = null, string? error = null, SpanStatus status = SpanStatus.Unset, ulong start = 1) => _spans.Add(new Span
        {
            TraceId = trace,
            SpanId = number.ToString(CultureInfo.InvariantCulture),
            ParentSpanId = parent == 0 ? "" : parent.ToString(CultureInfo.InvariantCulture),
            Name = name,
            Kind = kind,
            Status = status,
            StartTimeUnixNano = start,
            Resource = new([new("service.name", service)]),
            Attributes = new([new("http.response.status_code", code), new("url.path", path), new("error.type", error)]),
        });
}
