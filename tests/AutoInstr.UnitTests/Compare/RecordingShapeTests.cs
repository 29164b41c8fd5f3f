using AutoInstr.Compare;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Recordings that are incomplete, contradictory, out of step or large, with known answers.</summary>
public sealed class RecordingShapeTests
{
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
            automatic.Change(span, span.ServiceName switch
            {
                "stock" => static s => s with
                {
                    StartTimeUnixNano = s.StartTimeUnixNano - FiveMinutes,
                    EndTimeUnixNano = s.EndTimeUnixNano - FiveMinutes,
                },
                "price" => static s => s with
                {
                    StartTimeUnixNano = s.StartTimeUnixNano + FiveMinutes,
                    EndTimeUnixNano = s.EndTimeUnixNano + FiveMinutes,
                },
                _ => static s => s,
            });

        var comparison = manual.CompareWith(automatic);

        Assert.Equal(25, comparison.Count(Verdict.Same));
        Assert.Equal(25, comparison.Spans.Count);
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
