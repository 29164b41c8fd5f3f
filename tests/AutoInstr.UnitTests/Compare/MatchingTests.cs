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
    public void A_missing_parent_does_not_make_a_span_a_moved_one()
    {
        var (manual, automatic) = Spans.Both(static spans => spans.Child(spans.Child(spans.Root("root"), "inner"), "leaf"));
        automatic.Remove(automatic.All[1]);

        Assert.Equal(["=root", " -inner", "  =leaf"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Several_roots()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            var first = spans.Root("first");
            spans.Add(first.TraceId, "", "second", SpanKind.Server, "shop");
            spans.Add(first.TraceId, "ffffffffffffffff", "lost", SpanKind.Server, "shop");
        });

        Assert.Equal(["=first", "=second", "=lost"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Ids_that_are_there_twice()
    {
        var (manual, automatic) = Spans.Both(static spans => spans.Child(spans.Root("root"), "leaf"));
        automatic.Add(automatic.All[1]);
        automatic.Add(automatic.All[1] with { Name = "impostor", Kind = SpanKind.Internal });

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(1, comparison.Automatic.Duplicates);
        Assert.Equal(["=root", " =leaf", " +impostor"], Spans.Outline(comparison));
    }

    [Fact]
    public void Spans_that_are_their_own_ancestors()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            var root = spans.Root("root");
            var a = spans.Child(root, "a");
            var b = spans.Child(a, "b");
            spans.Change(a, span => span with { ParentSpanId = b.SpanId });
            spans.Add(root with { SpanId = "00000000000000ff", ParentSpanId = "00000000000000ff", Name = "self" });
        });

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(4, comparison.Count(Verdict.Same));
        Assert.Equal(4, comparison.Spans.Count);
    }

    [Fact]
    public void Clocks_that_are_minutes_apart()
    {
        const ulong FiveMinutes = 300_000_000_000;
        var (manual, automatic) = Spans.Both(static spans =>
        {
            for (var i = 0; i < 5; i++)
            {
                var root = spans.Root("GET /");
                spans.Child(spans.Child(root, "GET"), "GET /stock", SpanKind.Server, "stock");
                spans.Child(spans.Child(root, "GET"), "GET /price", SpanKind.Server, "price");
            }
        });
        foreach (var span in automatic.All.ToList())
        {
            automatic.Change(span, s => s.ServiceName switch
            {
                "stock" => s with { StartTimeUnixNano = s.StartTimeUnixNano - FiveMinutes, EndTimeUnixNano = s.EndTimeUnixNano - FiveMinutes },
                "price" => s with { StartTimeUnixNano = s.StartTimeUnixNano + FiveMinutes, EndTimeUnixNano = s.EndTimeUnixNano + FiveMinutes },
                _ => s,
            });
        }

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(25, comparison.Count(Verdict.Same));
        Assert.Equal(25, comparison.Spans.Count);
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
        Assert.Equal("SELECT 3", comparison.Spans.Single(static s => s.Verdict == Verdict.OnlyManual).Node.Span.Attributes["db.query.text"]);
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

    [Fact]
    public void Different_numbers_of_traces()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            for (var i = 0; i < 6; i++)
                spans.Child(spans.Root("GET /", attributes: ("url.path", $"/{i}")), "SELECT");
        });
        automatic.Remove(automatic.All[5]);
        automatic.Remove(automatic.All[4]);
        automatic.Root("GET /other", SpanKind.Consumer);

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(10, comparison.Count(Verdict.Same));
        Assert.Equal("/2", comparison.Traces.Single(static trace => trace.Automatic is null).Roots[0].Node.Span.Attributes["url.path"]);
        Assert.Equal(["-GET /", " -SELECT", "+GET /other"], Spans.Outline(comparison).Where(static line => !line.Contains('=')));
    }

    [Fact]
    public void A_context_that_does_not_go_along_breaks_a_trace_in_two()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        manual.Child(manual.Root("POST /"), "publish", SpanKind.Producer);
        manual.Child(manual.Root("process", SpanKind.Consumer, "worker"), "INSERT");
        var publish = automatic.Child(automatic.Root("POST /"), "publish", SpanKind.Producer);
        automatic.Child(automatic.Child(publish, "process", SpanKind.Consumer, "worker"), "INSERT");

        Assert.Equal(["=POST /", " =publish", "~process!", " =INSERT"], Spans.Outline(manual.CompareWith(automatic)));
        Assert.Equal(["=POST /", " =publish", "  ~process!", "   =INSERT"], Spans.Outline(automatic.CompareWith(manual)));
    }

    [Fact]
    public void Fifty_thousand_spans()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var root = spans.Root("GET /");
                for (var j = 0; j < 49; j++)
                    spans.Child(root, "SELECT");
            }
        });
        foreach (var span in automatic.All.Where(static (_, i) => i % 50 == 49).ToHashSet())
            automatic.Change(span, static s => s with { Kind = SpanKind.Internal });

        var comparison = manual.CompareWith(automatic);

        Assert.Equal((49_000, 1000, 1000), (comparison.Count(Verdict.Same), comparison.Count(Verdict.OnlyManual),
            comparison.Count(Verdict.OnlyAutomatic)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_single_trace_of_fifty_thousand_spans(bool isDeep)
    {
        const int Count = 50_000;
        var (manual, automatic) = (new Spans(), new Spans());
        Build(manual, SpanKind.Internal);
        Build(automatic, SpanKind.Client);

        var comparison = manual.CompareWith(automatic);

        // Every second span has a counterpart, across others that have none.
        Assert.Equal(Count / 2, comparison.Count(Verdict.Same) + comparison.Count(Verdict.Changed));
        Assert.Equal(Count / 2, comparison.Count(Verdict.OnlyManual));

        void Build(Spans spans, SpanKind kind)
        {
            var root = spans.Root("root");
            var last = root;
            for (var i = 1; i < Count; i++)
                last = spans.Child(isDeep ? last : root, "work", i % 2 == 0 ? SpanKind.Server : kind);
        }
    }

    [Fact]
    public void The_order_in_which_spans_arrive_does_not_matter()
    {
        var (manual, automatic) = Spans.Both(static spans =>
        {
            for (var i = 0; i < 20; i++)
            {
                var root = spans.Root($"GET /{i % 3}");
                for (var j = 0; j < 5; j++)
                    spans.Child(spans.Child(root, $"work {j % 2}", SpanKind.Internal), "SELECT");
            }
        });
        foreach (var span in automatic.All.Where(static (_, i) => i % 7 == 3).ToList())
            automatic.Remove(span);
        var expected = Spans.Outline(manual.CompareWith(automatic));
        var random = new Random(1);
        for (var i = 0; i < 5; i++)
        {
            var shuffled = new Spans();
            foreach (var span in automatic.All.OrderBy(_ => random.Next()).ToList())
                shuffled.Add(span);
            Assert.Equal(expected, Spans.Outline(manual.CompareWith(shuffled)));
        }
    }
}
