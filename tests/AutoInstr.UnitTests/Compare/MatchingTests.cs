using AutoInstr.Compare;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Constructed pairs of recordings, and what is known to be the answer.</summary>
public sealed class MatchingTests
{
    [Fact]
    public void The_same_twice()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            for (var i = 0; i < 3; i++)
            {
                var root = spans.Root("GET /orders");
                spans.Child(spans.Child(root, "GET"), "GET /stock", SpanKind.Server, "stock");
                spans.Child(root, "SELECT orders");
            }
        });

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(12, comparison.Count(Verdict.Same));
        Assert.Equal(12, comparison.Spans.Count);
        Assert.All(comparison.Resources, static resource => Assert.Empty(resource.Differences));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("inner")]
    [InlineData("leaf")]
    public void Only_one_edition_has_a_span(string missing)
    {
        var (manual, automatic) = Spans.Both(static spans => spans.Child(spans.Child(spans.Root("root"), "inner"), "leaf"));
        automatic.Remove(automatic.All.Single(span => span.Name == missing));
        if (missing == "root")
            automatic.Change(automatic.All[0], static span => span with { ParentSpanId = "" });
        if (missing == "inner")
            automatic.Change(automatic.All[1], span => span with { ParentSpanId = automatic.All[0].SpanId });

        string[] expected = [.. new[] { "root", "inner", "leaf" }.Select((name, depth) =>
            new string(' ', depth) + (name == missing ? "-" : "=") + name)];
        Assert.Equal(expected, Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void The_same_the_other_way_round()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        manual.Child(manual.Root("GET /"), "SELECT");
        automatic.Child(automatic.Child(automatic.Root("GET /"), "step", SpanKind.Internal), "SELECT");

        Assert.Equal(["=GET /", " +step", "  =SELECT"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Internal_spans_of_one_edition_do_not_hide_what_is_beneath()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var step = manual.Child(manual.Child(manual.Root("POST /"), "validate", SpanKind.Internal), "save", SpanKind.Internal);
        manual.Child(step, "SELECT");
        manual.Child(step, "INSERT");
        var root = automatic.Root("POST /");
        automatic.Child(root, "SELECT");
        automatic.Child(root, "INSERT");

        Assert.Equal(["=POST /", " -validate", "  -save", "   =SELECT", "   =INSERT"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void What_is_beneath_such_a_span_has_its_partner_near()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            var root = spans.Root("POST /");
            spans.Child(root, "first", SpanKind.Internal);
            spans.Child(root, "second", SpanKind.Internal);
        });
        foreach (var part in manual.All.Skip(1).ToList())
            manual.Child(manual.Child(part, "step", SpanKind.Internal), "SELECT");
        automatic.Child(automatic.All[2], "SELECT");

        Assert.Equal(["=POST /", " =first", "  -step", "   -SELECT", " =second", "  -step", "   =SELECT"],
            Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void What_is_beneath_such_a_span_may_be_renamed()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        manual.Child(manual.Child(manual.Root("POST /"), "step", SpanKind.Internal), "query");
        automatic.Child(automatic.Root("POST /"), "SELECT");

        Assert.Equal(["=POST /", " -step", "  ~query>SELECT"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void A_renamed_span_keeps_what_is_beneath_it()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            var root = spans.Root("GET /");
            for (var i = 0; i < 2; i++)
                spans.Child(spans.Child(root, $"query {i}"), "inner", SpanKind.Internal);
        });
        automatic.Change(automatic.All[1], static span => span with { Name = "SELECT" });
        automatic.Remove(automatic.All[2]);

        Assert.Equal(["=GET /", " ~query 0>SELECT", "  -inner", " =query 1", "  =inner"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void A_renamed_root_is_no_other_trace()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            spans.Child(spans.Root("GET /orders/{id}", attributes: ("url.path", "/orders/1")), "SELECT");
            spans.Child(spans.Root("GET /users", attributes: ("url.path", "/users")), "SELECT");
        });
        automatic.Change(automatic.All[0], static span => span with { Name = "GET orders" });

        Assert.Equal(["~GET /orders/{id}>GET orders", " =SELECT", "=GET /users", " =SELECT"],
            Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Which_span_is_renamed_its_subject_tells()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var root = manual.Root("GET /");
        manual.Child(root, "first", attributes: ("db.statement", "SELECT 1"));
        manual.Child(root, "second", attributes: ("db.statement", "SELECT 2"));
        automatic.Child(automatic.Root("GET /"), "SELECT", attributes: ("db.query.text", "SELECT 2"));

        Assert.Equal(["=GET /", " -first", " ~second>SELECT"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void A_moved_span_is_neither_missing_nor_new()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var root = manual.Root("GET /");
        var first = manual.Child(root, "first", SpanKind.Internal);
        manual.Child(root, "second", SpanKind.Internal);
        manual.Child(manual.Child(first, "SELECT"), "beneath", SpanKind.Internal);
        root = automatic.Root("GET /");
        automatic.Child(root, "first", SpanKind.Internal);
        automatic.Child(automatic.Child(automatic.Child(root, "second", SpanKind.Internal), "SELECT"), "beneath", SpanKind.Internal);

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(["=GET /", " =first", "  ~SELECT!", "   =beneath", " =second"], Spans.Outline(comparison));
        var difference = Assert.Single(comparison.Spans.Single(static span => span.Node.Span.Name == "SELECT").Differences);
        Assert.Equal(("beneath first", "beneath second"), (difference.Manual, difference.Automatic));
    }

    [Fact]
    public void A_moved_span_is_not_taken_for_a_renamed_one()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var root = manual.Root("GET /");
        manual.Child(root, "SELECT");
        manual.Child(root, "call", SpanKind.Server, "stock");
        root = automatic.Root("GET /");
        automatic.Child(root, "PING");
        automatic.Child(automatic.Child(root, "call", SpanKind.Server, "stock"), "SELECT", service: "shop");

        Assert.Equal(["=GET /", " ~SELECT!", " +PING", " =call"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Parents_and_children_changed_places()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        manual.Child(manual.Child(manual.Root("GET /"), "outer", SpanKind.Internal), "inner", SpanKind.Internal);
        automatic.Child(automatic.Child(automatic.Root("GET /"), "inner", SpanKind.Internal), "outer", SpanKind.Internal);

        Assert.Equal(3, manual.CompareWith(automatic).Spans.Count);
    }

    [Fact]
    public void Kinds_and_services_are_no_names()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        manual.Child(manual.Root("GET /"), "work");
        automatic.Child(automatic.Root("GET /"), "work", SpanKind.Internal);
        Assert.Equal(["=GET /", " -work", " +work"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Of_repeated_siblings_the_surplus_is_missing()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            var root = spans.Root("GET /");
            for (var i = 0; i < 10; i++)
                spans.Child(root, "SELECT", attributes: ("db.query.text", $"SELECT {i}"));
        });
        automatic.Remove(automatic.All[4]);

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(10, comparison.Count(Verdict.Same));
        var missing = comparison.Spans.Single(static span => span.Verdict == Verdict.OnlyManual).Node.Span;
        Assert.Equal("SELECT 3", missing.Attributes["db.query.text"]);
    }

    [Fact]
    public void A_span_is_missing_beneath_the_sibling_that_lacks_it()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            var root = spans.Root("GET /");
            for (var i = 0; i < 3; i++)
                spans.Child(spans.Child(root, "work", SpanKind.Internal), "SELECT");
        });
        automatic.Remove(automatic.All[4]);

        Assert.Equal(["=GET /", " =work", "  =SELECT", " =work", "  -SELECT", " =work", "  =SELECT"],
            Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void What_one_edition_has_stays_between_its_neighbours_however_quick_the_other_one_is()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var root = manual.Root("GET /");
        foreach (var name in new[] { "read", "check", "write" })
            Slowed(manual, manual.Child(root, name));
        root = automatic.Root("GET /");
        foreach (var name in new[] { "read", "write", "send" })
            automatic.Child(root, name, name == "send" ? SpanKind.Producer : SpanKind.Client);

        Assert.Equal(["=GET /", " =read", " -check", " =write", " +send"], Spans.Outline(manual.CompareWith(automatic)));

        static void Slowed(Spans spans, Span span)
        {
            const ulong second = 1_000_000_000;
            spans.Change(span, span => span with
            {
                StartTimeUnixNano = span.StartTimeUnixNano + second,
                EndTimeUnixNano = span.EndTimeUnixNano + second,
            });
        }
    }

    [Fact]
    public void Siblings_that_ran_at_the_same_time_in_another_order()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        Build(manual, [0, 1, 2, 3, 4]);
        Build(automatic, [3, 0, 4, 2, 1]);

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(11, comparison.Count(Verdict.Same));
        Assert.Equal(11, comparison.Spans.Count);

        static void Build(Spans spans, int[] order)
        {
            var root = spans.Root("GET /");
            foreach (var i in order)
                spans.Child(spans.Child(root, "GET"), $"GET /{i}", SpanKind.Server, "stock");
        }
    }
}
