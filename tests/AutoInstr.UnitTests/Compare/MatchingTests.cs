using System.Globalization;
using AutoInstr.Viewer.Model;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Matching;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Pairs of traces with a known answer.</summary>
public sealed class MatchingTests
{
    private const string None = "";

    [Fact]
    public void Equal_traces_match_span_by_span()
    {
        var trace = Shop();
        Assert.Equal(
            ["= SERVER POST /orders", "=   CLIENT INSERT orders", "=   PRODUCER send orders", "=     CONSUMER process orders"],
            Merge(trace, Shop()));
    }

    [Fact]
    public void The_order_in_which_spans_arrive_does_not_matter() =>
        Assert.Equal(Merge(Shop(), Shop()), Merge(new List<Span>(Shop().Reverse()), Shop()));

    [Fact]
    public void A_renamed_span_matches_by_its_position()
    {
        Assert.Equal(["~ SERVER GET -> GET /orders"], Merge([Root("GET")], [Root("GET /orders")]));
        Assert.Equal(
            ["= SERVER GET", "~   INTERNAL write file -> ReportMaker.WriteFileAsync"],
            Merge(Below("GET", (SpanKind.Internal, "write file")), Below("GET", (SpanKind.Internal, "ReportMaker.WriteFileAsync"))));
    }

    [Fact]
    public void The_most_alike_of_several_names_match()
    {
        Assert.Equal(
            ["= SERVER GET", "~   INTERNAL Maker.WriteFile -> write file", "~   INTERNAL Maker.ReadTasks -> read tasks"],
            Merge(
                Below("GET", (SpanKind.Internal, "Maker.ReadTasks"), (SpanKind.Internal, "Maker.WriteFile")),
                Below("GET", (SpanKind.Internal, "write file"), (SpanKind.Internal, "read tasks"))));
    }

    [Fact]
    public void Steps_without_a_word_in_common_do_not_match() => Assert.Equal(
        ["= SERVER GET", "+   INTERNAL TaskCache.Clear", "-   INTERNAL share"],
        Merge(Below("GET", (SpanKind.Internal, "share")), Below("GET", (SpanKind.Internal, "TaskCache.Clear"))));

    [Fact]
    public void Calls_of_another_kind_do_not_match()
    {
        var database = new SpanBuilder();
        database.Add(database.Add(None, "shop", SpanKind.Server, "GET"), "shop", SpanKind.Client, "GET", ("db.system.name", "redis"));
        var http = new SpanBuilder();
        http.Add(http.Add(None, "shop", SpanKind.Server, "GET"), "shop", SpanKind.Client, "POST", ("http.request.method", "POST"));
        Assert.Equal(["= SERVER GET", "+   CLIENT POST", "-   CLIENT GET"], Merge(database.Spans, http.Spans));
    }

    [Fact]
    public void A_level_that_only_one_edition_has_does_not_part_what_is_below()
    {
        var deep = new SpanBuilder();
        var step = deep.Add(deep.Add(None, "shop", SpanKind.Server, "GET"), "shop", SpanKind.Internal, "create order");
        deep.Add(deep.Add(step, "shop", SpanKind.Internal, "save"), "shop", SpanKind.Client, "INSERT", ("db.system.name", "sqlite"));
        var flat = new SpanBuilder();
        flat.Add(flat.Add(None, "shop", SpanKind.Server, "GET"), "shop", SpanKind.Client, "INSERT", ("db.system.name", "sqlite"));

        Assert.Equal(
            ["= SERVER GET", "=   CLIENT INSERT", "-   INTERNAL create order", "-     INTERNAL save"], Merge(deep.Spans, flat.Spans));
        Assert.Equal(
            ["= SERVER GET", "+   INTERNAL create order", "+     INTERNAL save", "=       CLIENT INSERT"], Merge(flat.Spans, deep.Spans));
    }

    [Fact]
    public void A_moved_span_is_told_as_one()
    {
        var one = new SpanBuilder();
        var root = one.Add(None, "shop", SpanKind.Server, "GET");
        one.Add(root, "shop", SpanKind.Producer, "send");
        one.Add(one.Add(root, "shop", SpanKind.Internal, "pack"), "shop", SpanKind.Internal, "weigh");
        var other = new SpanBuilder();
        root = other.Add(None, "shop", SpanKind.Server, "GET");
        other.Add(other.Add(root, "shop", SpanKind.Producer, "send"), "shop", SpanKind.Internal, "weigh");
        other.Add(root, "shop", SpanKind.Internal, "pack");
        Assert.Equal(
            ["= SERVER GET", "=   PRODUCER send", ">     INTERNAL weigh", "=   INTERNAL pack"], Merge(one.Spans, other.Spans));
    }

    [Fact]
    public void Repeated_siblings_match_in_their_order_and_the_surplus_is_told()
    {
        var (many, fewer) = (Repeated(5), Repeated(3));
        var merged = Roots(many, fewer).SelectMany(static root => root.Descend()).Select(static row => row.Span).ToList();
        Assert.Equal(4, merged.Count(static span => span.Presence == Presence.Both));
        Assert.Equal(2, merged.Count(static span => span.Presence == Presence.OnlyManual));
        Assert.All(merged.Where(static span => span.Presence == Presence.Both), static span => Assert.Empty(span.Differences));
    }

    [Fact]
    public void Spans_whose_parent_is_not_there_are_roots()
    {
        var orphans = Shop().Where(static span => span.Kind != SpanKind.Producer).ToList();
        Assert.Equal(
            ["= SERVER POST /orders", "=   CLIENT INSERT orders", "+   PRODUCER send orders", ">     CONSUMER process orders"],
            Merge(orphans, Shop()));
    }

    [Fact]
    public void Several_roots_and_ids_that_are_there_twice_and_circles_are_borne()
    {
        var odd = new SpanBuilder();
        var first = odd.Add(None, "shop", SpanKind.Server, "GET");
        odd.Add(first, "shop", SpanKind.Internal, "one");
        odd.Add(None, "shop", SpanKind.Server, "GET");
        odd.Change(span => span with { SpanId = first });
        odd.Add("00000000000000ff", "shop", SpanKind.Internal, "two");
        odd.Change(static span => span with { SpanId = "00000000000000fe" });
        odd.Add("00000000000000fe", "shop", SpanKind.Internal, "three");
        odd.Change(static span => span with { SpanId = "00000000000000ff" });
        var merged = Merge(odd.Spans, odd.Spans);
        Assert.Equal(5, merged.Count);
        Assert.All(merged, static line => Assert.StartsWith("=", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Clocks_that_are_minutes_apart_change_nothing()
    {
        static Span Skewed(Span span) => span.Kind == SpanKind.Consumer
            ? span with { StartTimeUnixNano = span.StartTimeUnixNano - 300_000_000, EndTimeUnixNano = span.EndTimeUnixNano - 300_000_000 }
            : span;
        Assert.Equal(Merge(Shop(), Shop()), Merge([.. Shop().Select(Skewed)], Shop()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fifty_thousand_spans_match(bool isDeep)
    {
        const int count = 50_000;
        var (one, other) = (Many(count, isDeep, "step"), Many(count, isDeep, "step"));
        var merged = Roots(one, other).SelectMany(static root => root.Descend()).Select(static row => row.Span).ToList();
        Assert.Equal(count, merged.Count);
        Assert.All(merged, static span => Assert.Equal(Presence.Both, span.Presence));
        Assert.All(merged, static span => Assert.False(span.IsMoved));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fifty_thousand_spans_without_a_counterpart_are_told(bool isDeep)
    {
        const int count = 50_000;
        var merged = Roots(Many(count, isDeep, "alpha"), Many(count, isDeep, "beta")).SelectMany(static root => root.Descend()).Select(static row => row.Span).ToList();
        Assert.Equal(1, merged.Count(static span => span.Presence == Presence.Both));
        Assert.Equal(2 * (count - 1), merged.Count(static span => span.Presence != Presence.Both));
    }

    [Fact]
    public void Traces_of_the_same_request_are_paired_whatever_else_there_is()
    {
        var manual = Recording.Of([.. Request("1", "/a", 3), .. Request("2", "/b", 1), .. Request("3", "/b", 2)]);
        var automatic = Recording.Of([.. Request("7", "/b", 4), .. Request("8", "/startup", 1), .. Request("9", "/a", 2)]);
        var pairs = TracePairing.Pair(manual.Traces, automatic.Traces)
            .Select(static pair => (pair.Manual?.Id.TrimStart('0'), pair.Automatic?.Id.TrimStart('0')));
        // The one of /b that has no partner stands beside the one that nothing else is like.
        Assert.Equal([("3", "8"), ("1", "9"), ("2", "7")], pairs);
    }

    private static IReadOnlyList<Span> Request(string trace, string path, ulong start)
    {
        var spans = new SpanBuilder(trace);
        spans.Add(None, "shop", SpanKind.Server, "GET", ("http.request.method", "GET"), ("url.path", path));
        spans.Change(span => span with { StartTimeUnixNano = start });
        return spans.Spans;
    }

    private static IReadOnlyList<Span> Shop()
    {
        var spans = new SpanBuilder();
        var root = spans.Add(None, "shop", SpanKind.Server, "POST /orders", ("http.request.method", "POST"));
        spans.Add(root, "shop", SpanKind.Client, "INSERT orders", ("db.system.name", "postgresql"));
        var sent = spans.Add(root, "shop", SpanKind.Producer, "send orders", ("messaging.system", "rabbitmq"));
        spans.Add(sent, "worker", SpanKind.Consumer, "process orders", ("messaging.system", "rabbitmq"));
        return spans.Spans;
    }

    private static Span Root(string name)
    {
        var spans = new SpanBuilder();
        spans.Add(None, "shop", SpanKind.Server, name, ("http.request.method", "GET"));
        return spans.Spans[0];
    }

    private static IReadOnlyList<Span> Below(string root, params (SpanKind Kind, string Name)[] children)
    {
        var spans = new SpanBuilder();
        var parent = spans.Add(None, "shop", SpanKind.Server, root);
        foreach (var (kind, name) in children)
            spans.Add(parent, "shop", kind, name);
        return spans.Spans;
    }

    private static IReadOnlyList<Span> Repeated(int count)
    {
        var spans = new SpanBuilder();
        var root = spans.Add(None, "shop", SpanKind.Server, "GET");
        for (var i = 0; i < count; i++)
            spans.Add(root, "shop", SpanKind.Client, "SELECT items", ("db.system.name", "sqlite"), ("item", (long)i));
        return spans.Spans;
    }

    private static IReadOnlyList<Span> Many(int count, bool isDeep, string name)
    {
        var spans = new SpanBuilder();
        var parent = spans.Add(None, "shop", SpanKind.Server, "GET");
        for (var i = 1; i < count; i++)
        {
            // Names of letters only, each another one.
            var letters = string.Concat(i.ToString(CultureInfo.InvariantCulture).Select(static digit => (char)('a' + digit - '0')));
            var id = spans.Add(parent, "shop", SpanKind.Internal, name + letters);
            parent = isDeep ? id : parent;
        }
        return spans.Spans;
    }

    private static IReadOnlyList<MergedSpan> Roots(IReadOnlyList<Span> manual, IReadOnlyList<Span> automatic) =>
        new TraceMerger(new SpanDiffer([], isStrict: false)).Merge(new TracePair(new Trace("a", manual), new Trace("b", automatic)));

    /// <summary>A line for each span: sign, depth, kind and name.</summary>
    private static List<string> Merge(IReadOnlyList<Span> manual, IReadOnlyList<Span> automatic)
    {
        return
        [
            .. Roots(manual, automatic).SelectMany(static root => root.Descend()).Select(static row =>
                $"{Report.SignOf(row.Span)} {new string(' ', 2 * row.Depth)}" +
                $"{row.Span.Named.Kind.ToString().ToUpperInvariant()} {Report.NameOf(row.Span)}"),
        ];
    }
}
