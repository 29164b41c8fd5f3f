using AutoInstr.Compare.Differences;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>What differs between two spans that stand for the same call.</summary>
public sealed class DifferenceTests
{
    [Fact]
    public void Attributes_that_one_side_lacks_and_values_and_types_that_differ_are_told() => Assert.Equal(
        [
            new(DifferenceKind.Attribute, "count", "3 (int)", "3 (string)"),
            new(DifferenceKind.Attribute, "gone", "1", null),
            new(DifferenceKind.Attribute, "new", null, "true"),
            new(DifferenceKind.Attribute, "text", "a", "b"),
        ],
        Compare(
            Span(("same", 1L), ("count", 3L), ("text", "a"), ("gone", 1L)),
            Span(("same", 1L), ("count", "3"), ("text", "b"), ("new", true))));

    [Fact]
    public void Of_a_repeated_attribute_the_last_value_counts() =>
        Assert.Empty(Compare(Span(("a", 1L), ("a", 2L)), Span(("a", 2L))));

    [Theory]
    [InlineData("server.port", 1L, 2L)]
    [InlineData("thread.name", "a", "b")]
    [InlineData("url.full", "http://127.0.0.1:4000/x?a=1", "http://127.0.0.1:4001/x?a=1")]
    [InlineData("file", "/tmp/report-0f8fad5bd9cb469fa16570867728950e.csv", "/tmp/report-7c9e6679742540de944be07fc1f90ae7.csv")]
    [InlineData("id", "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    public void What_is_another_value_in_every_run_differs_only_when_that_is_asked_for(string name, object one, object other)
    {
        Assert.Empty(Compare(Span((name, one)), Span((name, other))));
        Assert.Single(new SpanDiffer([], isStrict: true).Compare(Span((name, one)), Span((name, other))));
    }

    [Fact]
    public void The_type_of_a_volatile_attribute_counts() =>
        Assert.Equal(
            [new(DifferenceKind.Attribute, "server.port", "1 (int)", "1 (string)")],
            Compare(Span(("server.port", 1L)), Span(("server.port", "1"))));

    [Theory]
    [InlineData("http://shop/a", "http://shop/b")]
    [InlineData("12:30", "12:30:15")]
    [InlineData("SELECT ?", "SELECT 1")]
    public void Other_values_differ(string one, string other) => Assert.Single(Compare(Span(("x", one)), Span(("x", other))));

    [Fact]
    public void Ignored_attributes_are_not_looked_at() =>
        Assert.Empty(new SpanDiffer(["x"], isStrict: false).Compare(Span(("x", 1L)), Span(("x", 2L))));

    [Fact]
    public void Name_status_links_and_events_are_compared()
    {
        var one = Span() with
        {
            Name = "old",
            Status = SpanStatus.Error,
            StatusMessage = "no",
            Events = [Event("saved", ("id", 1L)), Event("seen")],
            Links = [new SpanLink("1", "2", AttributeMap.Empty)],
        };
        var other = Span() with { Name = "new", Events = [Event("saved", ("id", 2L)), Event("exception"), Event("exception")] };
        Assert.Equal(
            [
                new(DifferenceKind.Name, "name", "old", "new"),
                new(DifferenceKind.Status, "status", "Error: no", "Unset"),
                new(DifferenceKind.Event, "saved: id", "1", "2"),
                new(DifferenceKind.Event, "seen", "once", null),
                new(DifferenceKind.Event, "exception", null, "2 times"),
                new(DifferenceKind.Links, "links", "1", "0"),
            ],
            Compare(one, other));
    }

    [Fact]
    public void Values_of_every_type_can_be_read()
    {
        object?[] values = ["text", true, 1L, 1.5, new byte[] { 1, 255 }, new object?[] { 1L, null }, null,
            new AttributeMap([KeyValuePair.Create<string, object?>("a", 1L)])];
        Assert.Equal(["text", "true", "1", "1.5", "01ff", "[1, null]", "null", "{a: 1}"], values.Select(AttributeText.Of));
    }

    private static IReadOnlyList<Difference> Compare(Span one, Span other) => new SpanDiffer([], isStrict: false).Compare(one, other);

    private static SpanEvent Event(string name, params (string Name, object? Value)[] attributes) =>
        new(name, 1, new AttributeMap(attributes.Select(static item => KeyValuePair.Create(item.Name, item.Value))));

    private static Span Span(params (string Name, object? Value)[] attributes)
    {
        var spans = new SpanBuilder();
        spans.Add("", "shop", SpanKind.Client, "call", attributes);
        return spans.Spans[0];
    }
}
