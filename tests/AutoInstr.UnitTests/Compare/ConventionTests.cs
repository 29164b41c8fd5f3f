using AutoInstr.Compare.Conventions;
using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Departures from the semantic conventions.</summary>
public sealed class ConventionTests
{
    private static readonly (string, object?)[] Served =
        [("http.request.method", "GET"), ("url.path", "/a"), ("url.scheme", "http"), ("http.response.status_code", 200L)];

    private static readonly (string, object?)[] Called =
    [
        ("http.request.method", "GET"), ("url.full", "http://a/"), ("server.address", "a"), ("server.port", 80L),
        ("http.response.status_code", 200L),
    ];

    [Fact]
    public void Spans_as_they_should_be_are_not_told()
    {
        Assert.Empty(Check(SpanKind.Server, "GET", Served));
        Assert.Empty(Check(SpanKind.Server, "GET /a/{id}", [.. Served, ("http.route", "/a/{id}")]));
        Assert.Empty(Check(SpanKind.Client, "GET", Called));
        Assert.Empty(Check(SpanKind.Client, "SELECT a", ("db.system.name", "sqlite"), ("db.query.summary", "SELECT a")));
        Assert.Empty(Check(SpanKind.Producer, "send a", ("messaging.system", "kafka"), ("messaging.operation.name", "send")));
        Assert.Empty(Check(SpanKind.Internal, "anything", ("whatever", 1L)));
    }

    [Fact]
    public void Attributes_of_older_conventions_are_told_once_and_with_their_present_name() => Assert.Equal(
        ["db.statement is now db.query.text", "db.system is now db.system.name", "db.user is deprecated"],
        Check(SpanKind.Client, "call", ("db.system", "mysql"), ("db.statement", "SELECT 1"), ("db.user", "me")));

    [Fact]
    public void Types_are_told() => Assert.Equal(
        ["http.response.status_code should be an integer", "url.path should be a string"],
        Check(SpanKind.Server, "GET", ("http.request.method", "GET"), ("url.path", 1L), ("url.scheme", "http"), ("http.response.status_code", "200")));

    [Fact]
    public void Required_attributes_are_told() => Assert.Equal(
        ["server.address is required and missing", "server.port is required and missing", "url.full is required and missing"],
        Check(SpanKind.Client, "GET", ("http.request.method", "GET")));

    [Fact]
    public void A_category_has_its_kinds() => Assert.Equal(
        ["a span of this kind has no place in the conventions for Messaging"],
        Check(SpanKind.Server, "x", ("messaging.system", "kafka"), ("messaging.operation.name", "send")));

    [Theory]
    [InlineData(SpanKind.Server, 404L, SpanStatus.Error, "an answer of 400 to 499 is no error on the server's side")]
    [InlineData(SpanKind.Server, 404L, SpanStatus.Unset, null)]
    [InlineData(SpanKind.Server, 500L, SpanStatus.Unset, "an answer of 500 or more is an error")]
    [InlineData(SpanKind.Client, 404L, SpanStatus.Unset, "an answer of 400 or more is an error on the client's side")]
    [InlineData(SpanKind.Client, 404L, SpanStatus.Error, null)]
    [InlineData(SpanKind.Client, 503L, SpanStatus.Unset, "an answer of 500 or more is an error")]
    public void The_status_follows_the_answer(SpanKind kind, long code, SpanStatus status, string? problem)
    {
        var attributes = (kind == SpanKind.Server ? Served : Called)
            .Select(item => item.Item1 == "http.response.status_code" ? (item.Item1, code) : item).Append(("error.type", (object?)"x"));
        Assert.Equal(problem is null ? [] : [problem], Check(kind, "GET", span => span with { Status = status }, [.. attributes]));
    }

    [Fact]
    public void A_failed_call_says_why() => Assert.Equal(
        ["error.type is required on a span that failed, and missing"],
        Check(SpanKind.Client, "call", static span => span with { Status = SpanStatus.Error }, ("db.system.name", "sqlite")));

    [Fact]
    public void Names_follow_route_and_summary()
    {
        Assert.Equal(["the name should be \"GET /a\""], Check(SpanKind.Server, "GET", [.. Served, ("http.route", "/a")]));
        Assert.Equal(
            ["the name should be \"SELECT a\""], Check(SpanKind.Client, "SELECT", ("db.system.name", "x"), ("db.query.summary", "SELECT a")));
    }

    [Fact]
    public void Exception_events_and_resources_are_looked_at()
    {
        var spans = new SpanBuilder();
        spans.Add("", "shop", SpanKind.Internal, "call");
        spans.Change(static span => span with { Events = [new SpanEvent("exception", 1, AttributeMap.Empty)] });
        Assert.Equal(
            [
                ("Internal call", "an exception event needs exception.type or exception.message"),
                ("resource", "telemetry.sdk.language is required and missing"), ("resource", "telemetry.sdk.name is required and missing"),
                ("resource", "telemetry.sdk.version is required and missing"),
            ],
            ConventionCheck.Of(Recording.Of(spans.Spans)).Select(static violation => (violation.Subject, violation.Problem)));
    }

    [Fact]
    public void Equal_departures_are_counted()
    {
        var spans = new SpanBuilder();
        for (var i = 0; i < 3; i++)
            spans.Add("", "shop", SpanKind.Internal, "call", ("code.function", "f"));
        Assert.Equal(3, ConventionCheck.Of(Recording.Of(spans.Spans))[0].Count);
    }

    private static IEnumerable<string> Check(SpanKind kind, string name, params (string Name, object? Value)[] attributes) =>
        Check(kind, name, static span => span, attributes);

    private static IEnumerable<string> Check(
        SpanKind kind, string name, Func<Span, Span> change, params (string Name, object? Value)[] attributes)
    {
        var spans = new SpanBuilder();
        spans.Add("", "shop", kind, name, attributes);
        spans.Change(change);
        return ConventionCheck.Of(Recording.Of(spans.Spans)).Where(static violation => violation.Subject != "resource")
            .Select(static violation => violation.Problem);
    }
}
