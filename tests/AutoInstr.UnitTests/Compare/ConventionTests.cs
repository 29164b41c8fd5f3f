using AutoInstr.Compare.Conventions;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Violations of the semantic conventions, and spans without any.</summary>
public sealed class ConventionTests
{
    private static readonly (string, object?)[] Server =
        [("http.request.method", "GET"), ("http.route", "/a"), ("url.path", "/a"), ("url.scheme", "http")];

    private static readonly (string, object?)[] Client =
        [("http.request.method", "GET"), ("server.address", "a"), ("server.port", 80L), ("url.full", "http://a/")];

    [Fact]
    public void Spans_by_the_conventions()
    {
        AssertViolations("GET /a", SpanKind.Server, [.. Server, ("http.response.status_code", 200L)]);
        AssertViolations("GET", SpanKind.Client, [.. Client, ("http.response.status_code", 200L)]);
        AssertViolations("SELECT orders", SpanKind.Client,
            [("db.system.name", "postgresql"), ("db.operation.name", "SELECT"), ("db.collection.name", "orders")]);
        AssertViolations("any", SpanKind.Client, [("db.system.name", "sqlite")]);
        AssertViolations("HGET", SpanKind.Client, [("db.system.name", "redis"), ("db.operation.name", "HGET"), ("db.namespace", "0")]);
        AssertViolations("publish orders", SpanKind.Producer,
            [("messaging.system", "kafka"), ("messaging.operation.name", "publish"), ("messaging.destination.name", "orders")]);
        AssertViolations("shop.Orders/Get", SpanKind.Server, [("rpc.system.name", "grpc"), ("rpc.method", "shop.Orders/Get")]);
        AssertViolations("work", SpanKind.Internal, [("anything", 1L)]);
    }

    [Theory]
    [InlineData("http.method", "http.request.method")]
    [InlineData("http.status_code", "http.response.status_code")]
    [InlineData("db.statement", "db.query.text")]
    [InlineData("net.peer.name", "server.address")]
    [InlineData("messaging.destination", "messaging.destination.name")]
    [InlineData("rpc.system", "rpc.system.name")]
    [InlineData("deployment.environment", "deployment.environment.name")]
    public void Deprecated_attributes(string name, string current) => Assert.Contains(
        (Rule.Deprecated, $"{name} is {current} by now"),
        Check("work", SpanKind.Internal, [(name, "x")]).Select(static v => (v.Rule, v.Message)));

    [Fact]
    public void No_replacement_is_deprecated_itself() => Assert.Empty(
        DeprecatedAttributes.Replacements.Values.Intersect(DeprecatedAttributes.Replacements.Keys));

    [Fact]
    public void No_type_is_that_of_a_deprecated_attribute() => Assert.Empty(
        AttributeTypes.ByName.Keys.Intersect(DeprecatedAttributes.Replacements.Keys));

    [Fact]
    public void A_former_name_is_not_a_missing_attribute_as_well() => AssertViolations("any", SpanKind.Client,
        [("db.system", "sqlite")], "db.system is db.system.name by now");

    [Fact]
    public void Types() => AssertViolations("GET /a", SpanKind.Server, [.. Server, ("http.response.status_code", "200")],
        "http.response.status_code is of type string; it should be int");

    [Fact]
    public void Required_attributes_and_the_name() => AssertViolations("/a", SpanKind.Server,
        [("http.request.method", "GET"), ("http.route", "/a"), ("url.scheme", "http")],
        "url.path is missing; a span of the sort HTTP server must have it", "the name should be 'GET /a'");

    [Theory]
    [InlineData(SpanKind.Server, 404L, SpanStatus.Unset, "")]
    [InlineData(SpanKind.Server, 404L, SpanStatus.Error, "the status should not be ERROR: 404 is the client's mistake")]
    [InlineData(SpanKind.Server, 500L, SpanStatus.Unset, "the status should be ERROR after an answer with 500")]
    [InlineData(SpanKind.Server, 500L, SpanStatus.Error, "")]
    [InlineData(SpanKind.Client, 404L, SpanStatus.Unset, "the status should be ERROR after an answer with 404")]
    [InlineData(SpanKind.Client, 404L, SpanStatus.Error, "")]
    [InlineData(SpanKind.Client, 302L, SpanStatus.Unset, "")]
    public void Status_of_http(SpanKind kind, long code, SpanStatus status, string violation)
    {
        var isServer = kind == SpanKind.Server;
        var found = Check(isServer ? "GET /a" : "GET", kind, [.. isServer ? Server : Client, ("http.response.status_code", code)],
            span => span with { Status = status });
        Assert.Equal(violation.Length == 0 ? [] : [violation],
            found.Where(static v => v.Rule == Rule.Status).Select(static v => v.Message));
        Assert.Equal(status == SpanStatus.Error, found.Any(static v => v.Message == "error.type is missing on a span with status ERROR"));
    }

    [Fact]
    public void Exception_events() => Assert.Equal(
        ["exception.escaped is deprecated", "an exception event has neither exception.type nor exception.message"],
        Check("work", SpanKind.Internal, [], static span => span with
        {
            Events = [new SpanEvent("exception", 1, Spans.Map(("exception.escaped", true)))],
        }).Select(static v => v.Message));

    [Fact]
    public void Resources_once_and_spans_counted()
    {
        var spans = new Spans();
        for (var i = 0; i < 3; i++)
            spans.Root("work", SpanKind.Internal, "unknown_service:dotnet", ("http.method", "GET"));
        foreach (var span in spans.All.ToList())
            spans.Change(span, static s => s with { Resource = Spans.Map(("service.name", s.ServiceName), ("telemetry.sdk.name", "x")) });

        Assert.Equal(
            [
                ("resource", "service.name is not set; the SDK made one up", 1),
                ("resource", "telemetry.sdk.language is missing in the resource", 1),
                ("resource", "telemetry.sdk.version is missing in the resource", 1),
                ("internal work", "http.method is http.request.method by now", 3),
            ],
            ConventionCheck.Of(spans.ToRecording()).Select(static v => (v.Subject, v.Message, v.Count)));
    }

    private static void AssertViolations(string name, SpanKind kind, (string, object?)[] attributes, params string[] expected) =>
        Assert.Equal(expected, Check(name, kind, attributes).Select(static v => v.Message));

    private static IReadOnlyList<Violation> Check(
        string name, SpanKind kind, (string, object?)[] attributes, Func<Span, Span>? change = null)
    {
        var spans = new Spans();
        var span = spans.Root(name, kind, "shop", attributes);
        spans.Change(span, change ?? (static s => s));
        return ConventionCheck.Of(spans.ToRecording());
    }
}
