using System.Globalization;
using AutoInstr.Compare;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Compare;

/// <summary>Spans that both editions have under different names, and spans that are only alike.</summary>
public sealed class RenamedTests
{
    [Fact]
    public void Steps_are_recognised_by_the_words_of_their_names_and_the_most_alike_go_together() => Assert.Equal(
        ["=GET /", " ~Maker.ReadTasks>read tasks", " ~Maker.WriteFileAsync>write file"],
        Outline(["Maker.ReadTasks", "Maker.WriteFileAsync"], ["write file", "read tasks"], SpanKind.Internal));

    [Fact]
    public void Steps_without_a_word_in_common_are_two_spans() => Assert.Equal(
        ["=GET /", " -share", " +TaskCache.Clear"], Outline(["share"], ["TaskCache.Clear"], SpanKind.Internal));

    [Fact]
    public void Calls_are_recognised_by_their_position() => Assert.Equal(
        ["=GET /", " ~query>SELECT orders"], Outline(["query"], ["SELECT orders"], SpanKind.Client));

    [Fact]
    public void Calls_of_another_sort_are_two_spans()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        manual.Child(manual.Root("GET /"), "GET", attributes: ("db.system.name", "redis"));
        automatic.Child(automatic.Root("GET /"), "POST", attributes: ("http.request.method", "POST"));
        Assert.Equal(["=GET /", " -GET", " +POST"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Of_two_calls_each_is_recognised_by_its_sort()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        var root = manual.Root("GET /");
        manual.Child(root, "look up", attributes: ("db.system", "redis"));
        manual.Child(root, "ask the stock", attributes: ("http.method", "GET"));
        root = automatic.Root("GET /");
        automatic.Child(root, "GET", attributes: ("http.request.method", "GET"));
        automatic.Child(root, "HGET", attributes: ("db.system.name", "redis"));
        Assert.Equal(["=GET /", " ~look up>HGET", " ~ask the stock>GET"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Fact]
    public void Roots_without_a_route_are_recognised_by_their_url()
    {
        var (manual, automatic) = (new Spans(), new Spans());
        foreach (var path in new[] { "/users", "/orders" })
            manual.Child(manual.Root("GET", attributes: [("http.request.method", "GET"), ("url.path", path)]), "SELECT");
        foreach (var path in new[] { "/orders", "/users" })
            automatic.Child(automatic.Root($"GET {path}", attributes: [("http.request.method", "GET"), ("url.path", path)]), "SELECT");
        Assert.Equal(
            ["~GET>GET /users", " =SELECT", "~GET>GET /orders", " =SELECT"], Spans.Outline(manual.CompareWith(automatic)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fifty_thousand_names_without_a_counterpart(bool isDeep)
    {
        const int Count = 50_000;
        var (manual, automatic) = (new Spans(), new Spans());
        Build(manual, "alpha");
        Build(automatic, "beta");

        var comparison = manual.CompareWith(automatic);

        Assert.Equal((1, Count - 1, Count - 1), (comparison.Count(Verdict.Same), comparison.Count(Verdict.OnlyManual),
            comparison.Count(Verdict.OnlyAutomatic)));

        void Build(Spans spans, string name)
        {
            var parent = spans.Root("root");
            for (var i = 1; i < Count; i++)
            {
                var step = spans.Child(parent, name + i.ToString(CultureInfo.InvariantCulture), SpanKind.Internal);
                parent = isDeep ? step : parent;
            }
        }
    }

    private static IReadOnlyList<string> Outline(string[] ours, string[] theirs, SpanKind kind)
    {
        var (manual, automatic) = (new Spans(), new Spans());
        Build(manual, ours);
        Build(automatic, theirs);
        return Spans.Outline(manual.CompareWith(automatic));

        void Build(Spans spans, string[] names)
        {
            var root = spans.Root("GET /");
            foreach (var name in names)
                spans.Child(root, name, kind);
        }
    }
}
