using AutoInstr.Compare.Differences;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>What differs between two partners.</summary>
public sealed class DifferenceTests
{
    [Fact]
    public void Attributes_on_one_side_and_with_other_values_or_types()
    {
        Assert.Equal(
            [
                new Difference(Aspect.Attribute, "only.automatic", null, "[1, 2]"),
                new Difference(Aspect.Attribute, "only.manual", "true", null),
                new Difference(Aspect.AttributeType, "type", "8 (int)", "8 (string)"),
                new Difference(Aspect.Attribute, "value", "a", "b"),
            ],
            Differences([("same", 1L), ("value", "a"), ("type", 8L), ("only.manual", true)],
                [("type", "8"), ("same", 1L), ("value", "b"), ("only.automatic", new object?[] { 1L, 2L })]));
    }

    [Fact]
    public void Arrays_are_compared_by_their_elements() => Assert.Equal(
        [new Difference(Aspect.Attribute, "b", """["x, y"]""", """["x", "y"]""")],
        Differences([("a", new object?[] { "x", 1.5 }), ("b", new object?[] { "x, y" })],
            [("a", new object?[] { "x", 1.5 }), ("b", new object?[] { "x", "y" })]));

    [Fact]
    public void Volatile_attributes_by_presence_and_type_unless_strict()
    {
        (string, object?)[] manual = [("thread.id", 1L), ("server.port", 80L), ("process.pid", 7L)];
        (string, object?)[] automatic = [("thread.id", 2L), ("server.port", "80")];

        Assert.Equal(["process.pid", "server.port"], Differences(manual, automatic).Select(static d => d.Name));
        Assert.Equal(["process.pid", "server.port", "thread.id"],
            Differences(manual, automatic, new AttributeRules([], true)).Select(static d => d.Name));
    }

    [Theory]
    [InlineData("http://a:1/b?c=:2", "http://a:3/b?c=:2", true)]
    [InlineData("http://a:1/b", "http://a/b", true)]
    [InlineData("http://a:1/b", "http://a:1/c", false)]
    [InlineData("http://a/b:1", "http://a/b:2", false)]
    [InlineData("http://a:1/", "http://b:1/", false)]
    public void Urls_without_their_ports(string manual, string automatic, bool areSame)
    {
        Assert.Equal(areSame, Differences([("url.full", manual)], [("url.full", automatic)]).Count == 0);
        Assert.Single(Differences([("url.full", manual)], [("url.full", automatic)], new AttributeRules([], true)));
    }

    [Theory]
    [InlineData("/tmp/report-0f8fad5bd9cb469fa16570867728950e.csv", "/tmp/report-7c9e6679742540de944be07fc1f90ae7.csv", true)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7", true)]
    [InlineData("Connection refused (127.0.0.1:41234)", "Connection refused (127.0.0.1:5)", true)]
    [InlineData("[::1]:1 and localhost:2", "[::1]:3 and localhost:4", true)]
    [InlineData("12:30", "12:45", false)]
    [InlineData("SELECT ?", "SELECT 1", false)]
    [InlineData("0123456789abcde", "0123456789abcdf", false)]
    public void Texts_without_ids_and_ports(string manual, string automatic, bool areSame)
    {
        Assert.Equal(areSame, Differences([("x", manual)], [("x", automatic)]).Count == 0);
        Assert.Single(Differences([("x", manual)], [("x", automatic)], new AttributeRules([], true)));
    }

    [Fact]
    public void Of_a_repeated_attribute_the_last_value_counts() =>
        Assert.Empty(Differences([("a", 1L), ("a", 2L)], [("a", 2L)]));

    [Fact]
    public void Maps_are_the_same_in_any_order() => Assert.Empty(Differences(
        [("m", Spans.Map(("a", 1L), ("b", "x")))], [("m", Spans.Map(("b", "x"), ("a", 1L)))]));

    [Fact]
    public void Values_of_every_type_can_be_read()
    {
        object?[] values =
            ["text", true, 1L, 1.5, new byte[] { 1, 255 }, new object?[] { 1L, null }, null, Spans.Map(("b", "\"x\""), ("a", 1L))];
        Assert.Equal(
            ["text", "true", "1", "1.5", "01ff", "[1, null]", "null", """{"a": 1, "b": "\"x\""}"""], values.Select(AttributeText.Of));
        Assert.Equal(["string", "boolean", "int", "double", "bytes", "array", "null", "map"], values.Select(AttributeText.TypeOf));
        Assert.Equal("string[]", AttributeText.TypeOf(new object?[] { "a", "b" }));
    }

    [Fact]
    public void Ignored_attributes_not_at_all() => Assert.Equal(["ab"], Differences(
        [("a", 1L), ("ab", 1L), ("x.y", 1L)], [("x.z", 2L)], new AttributeRules(["a", "x.*"], false)).Select(static d => d.Name));

    [Fact]
    public void Status_description_links_and_events()
    {
        var differences = Differences(
            static span => span with
            {
                Status = SpanStatus.Error,
                StatusMessage = "boom",
                Links = [new SpanLink(span.TraceId, span.SpanId, AttributeMap.Empty)],
                Events =
                [
                    new SpanEvent("exception", 1, Spans.Map(("exception.type", "A"), ("exception.stacktrace", "at x"))),
                    new SpanEvent("retry", 2, AttributeMap.Empty),
                ],
            },
            static span => span with
            {
                Status = SpanStatus.Unset,
                Events = [new SpanEvent("exception", 1, Spans.Map(("exception.type", "B"), ("exception.stacktrace", "at y")))],
            });

        Assert.Equal(
            [
                new Difference(Aspect.Status, "", "ERROR", "UNSET"),
                new Difference(Aspect.StatusDescription, "", "boom", ""),
                new Difference(Aspect.EventAttribute, "exception: exception.type", "A", "B"),
                new Difference(Aspect.Event, "retry", "1", null),
                new Difference(Aspect.Links, "", "1", "0"),
            ],
            differences);
    }

    [Fact]
    public void Resources_once_per_service()
    {
        var (manual, automatic) = Spans.Both(static spans => spans.Child(spans.Child(spans.Root("a"), "b"), "c", service: "stock"));
        foreach (var span in automatic.All.Where(static span => span.ServiceName == "shop").ToList())
            automatic.Change(span, static s => s with { Resource = new AttributeMap([.. s.Resource, new("service.version", "1")]) });

        var comparison = manual.CompareWith(automatic);

        Assert.Equal([("shop", 1), ("stock", 0)], comparison.Resources.Select(static r => (r.Service, r.Differences.Count)));
        Assert.All(comparison.Spans, static span => Assert.Empty(span.Differences));
    }

    private static IReadOnlyList<Difference> Differences(
        (string, object?)[] manual, (string, object?)[] automatic, AttributeRules? rules = null) =>
        Differences(span => span with { Attributes = Spans.Map(manual) }, span => span with { Attributes = Spans.Map(automatic) }, rules);

    private static IReadOnlyList<Difference> Differences(
        Func<Span, Span> manual, Func<Span, Span> automatic, AttributeRules? rules = null)
    {
        var (ours, theirs) = Spans.Both(static spans => spans.Root("root", SpanKind.Internal));
        ours.Change(ours.All[0], manual);
        theirs.Change(theirs.All[0], automatic);
        return Assert.Single(ours.CompareWith(theirs, rules).Spans).Differences;
    }
}
