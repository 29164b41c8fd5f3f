using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Terminal;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

public class TraceTreeTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public void A_trace_across_services_is_one_aligned_tree()
    {
        var root = Span(1, 0, "GET /orders/{id}", SpanKind.Server, 0, 100, "web",
            ("http.response.status_code", 500L), ("error.type", "500"), ("server.address", "localhost"));
        var text = Render(
            Span(3, 2, "GET /stock/{id}", SpanKind.Server, 10, 90, "stock", ("http.response.status_code", 200L), ("url.path", "/stock/7")),
            root with { Status = SpanStatus.Error },
            Span(5, 1, "render", SpanKind.Internal, 95, 98, "web") with
            {
                Status = SpanStatus.Error,
                Events = [Exception("System.Exception", "no\ntemplate")],
            },
            Span(2, 1, "GET", SpanKind.Client, 5, 95, "web", ("http.response.status_code", 200L), ("server.address", "stock"),
                ("server.port", 80L)),
            Span(4, 3, "SELECT stock", SpanKind.Client, 20, 20, "stock", ("db.system.name", "sqlite")) with { Status = SpanStatus.Ok });

        Assert.Equal(
            """
            trace 4bf92f3577b34da6a3ce929d0e0e4736  100 ms  5 spans  2 services  2 errors
              web   server     100 ms ▕██████████████▏ ✗ GET /orders/{id}  500
              web   client    90.0 ms ▕ █████████████▏   ├─ GET  200  stock:80
              stock server    80.0 ms ▕ ███████████  ▏   │  └─ GET /stock/{id}  200  /stock/7
              stock client       0 µs ▕  ▏           ▏ ✓ │     └─ SELECT stock  sqlite
              web   internal  3.00 ms ▕             ▏▏ ✗ └─ render
                                                              System.Exception: no template

            """,
            text);
    }

    [Fact]
    public void Siblings_are_in_the_order_of_their_start()
    {
        var text = Render(Span(1, 0, "root", start: 0, end: 9), Span(2, 1, "late", start: 5), Span(3, 1, "early", start: 1),
            Span(4, 1, "middle", start: 3));

        Assert.Equal(["root", "├─ early", "├─ middle", "└─ late"], Names(text));
    }

    [Fact]
    public void A_span_without_its_parent_stands_at_the_top_and_says_so()
    {
        var text = Render(Span(2, 77, "orphan", start: 1), Span(3, 2, "child", start: 2), Span(1, 0, "root", start: 3));

        Assert.Equal(["orphan  (parent 000000000000004d not received)", "└─ child", "root"], Names(text));
    }

    [Fact]
    public void Circles_of_parents_are_cut()
    {
        var text = Render(
            Span(1, 3, "a", start: 1), Span(2, 1, "b", start: 2), Span(3, 2, "c", start: 3), Span(4, 4, "self", start: 4),
            Span(5, 3, "below"));

        var names = Names(text);
        Assert.Equal(5, names.Count);
        Assert.Contains("self  (its own ancestor)", names);
        Assert.Equal(["a", "b", "below", "c", "self"], names.Select(n => n.TrimStart(' ', '│', '├', '└', '─').Split(' ')[0]).Order());
    }

    [Fact]
    public void A_span_received_twice_is_shown_twice()
    {
        var text = Render(Span(1, 0, "root"), Span(2, 1, "twice"), Span(2, 1, "twice"), Span(3, 2, "child"));

        Assert.Equal(["root", "├─ twice", "│  └─ child", "└─ twice"], Names(text));
    }

    [Fact]
    public void Clocks_that_differ_do_not_break_the_bars()
    {
        var text = Render(
            Span(1, 0, "root", start: 1_000_000, end: 1_000_100),
            Span(2, 1, "skewed", start: 999_000, end: 999_050),
            Span(3, 1, "backwards", start: 1_000_050, end: 1_000_000),
            Span(4, 1, "timeless") with { StartTimeUnixNano = 0, EndTimeUnixNano = 0 },
            Span(5, 1, "endless") with { EndTimeUnixNano = ulong.MaxValue });

        Assert.All(text.Split('\n').Skip(1).Where(l => l.Contains('▕', StringComparison.Ordinal)), line =>
        {
            var bar = line[(line.IndexOf('▕', StringComparison.Ordinal) + 1)..];
            Assert.Equal('▏', bar[TimeBar.Width]);
            Assert.Matches("^ *[█▏]?█* *$", bar[..TimeBar.Width]);
        });
        Assert.Equal(5, Names(text).Count);
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(100, true)]
    [InlineData(160, true)]
    public void No_line_is_wider_than_asked_for(int width, bool hasBars)
    {
        var spans = new List<Span>();
        for (var i = 1; i <= 60; i++)
        {
            var query = string.Join(' ', Enumerable.Repeat("SELECT", i));
            spans.Add(
                Span(i, i - 1, new string('n', i * 3) + " 日本語", SpanKind.Client, (ulong)i, 200, "a service with a long name",
                    ("db.query.text", query)));
        }

        var lines = new TraceTree(new TreeOptions { Width = width }).Render(new Trace(TraceId, spans)).Split('\n');

        Assert.All(lines, line => Assert.InRange(TerminalText.Width(line), 0, width));
        Assert.Equal(hasBars, lines.Any(line => line.Contains('█', StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains('⋯', StringComparison.Ordinal));
    }

    [Fact]
    public void The_deepest_tree_is_drawn_without_recursion_and_cut_where_asked()
    {
        var spans = Enumerable.Range(1, 50_000).Select(i => Span(i, i - 1, "s" + i, start: (ulong)i)).ToArray();

        var text = new TraceTree(new TreeOptions { MaxSpans = 10 }).Render(new Trace(TraceId, spans));

        Assert.Equal(12, text.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("… and 49990 more spans", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_senders_write_cannot_control_the_terminal()
    {
        var span = Span(1, 0, "a\e[31mb\u0007\u202ec\r\nd", SpanKind.Client, 0, 1, "s\e]0;x\u0007", ("url.full", "x\e[2Jy"));

        var text = Render(span with { Status = SpanStatus.Error, StatusMessage = "\u009bboom\0" });

        Assert.Contains("a�[31mb��c d", text, StringComparison.Ordinal);
        Assert.Contains("�boom�", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Details_do_not_repeat_what_is_said()
    {
        var text = Render(
            Span(1, 0, "GET /a", SpanKind.Server, 0, 1, "s", ("http.request.method", "GET"), ("http.route", "/a"),
                ("http.response.status_code", 200L)),
            Span(2, 1, "orders send", SpanKind.Producer, 0, 1, "s", ("messaging.system", "rabbitmq"),
                ("messaging.destination.name", "orders")),
            Span(3, 1, "shop.Stock/Get", SpanKind.Client, 0, 1, "s", ("rpc.system.name", "grpc"), ("rpc.method", "shop.Stock/Get"),
                ("rpc.response.status_code", "OK")));

        Assert.Equal(["GET /a  200", "├─ orders send  rabbitmq", "└─ shop.Stock/Get  grpc  OK"], Names(text));
    }

    [Fact]
    public void Other_attributes_are_shown_with_their_names()
    {
        var span = Span(1, 0, "n", SpanKind.Internal, 0, 1, "s",
            ("a", new object?[] { 1L, "x", null }), ("m", new AttributeMap([KeyValuePair.Create("k", (object?)2.5)])), ("b", new byte[3]),
            ("f", true), ("db.system.name", "hidden"));

        var text =
            new TraceTree(new TreeOptions { Width = 200, Attributes = ["f", "b", "m", "a", "missing"] }).Render(new Trace(TraceId, [span]));

        Assert.Equal(["n  f=true  b=(3 bytes)  m={k=2.5}  a=[1, x, ]"], Names(text));
    }

    [Fact]
    public void Links_lead_elsewhere()
    {
        var text = Render(Span(1, 0, "n") with
        {
            Links =
            [
                new SpanLink("aaaabbbbccccdddd0000000000000000", "0000000000000009", AttributeMap.Empty),
                new SpanLink(TraceId, "000000000000000a", AttributeMap.Empty),
            ],
        });

        Assert.Equal(["n  link aaaabbbb…  link 000000000000000a"], Names(text));
    }

    [Fact]
    public void Colours_are_there_when_asked_for_and_change_nothing_else()
    {
        var span = Span(1, 0, "n", SpanKind.Server, 0, 1, "s", ("url.path", "/x")) with { Status = SpanStatus.Error, StatusMessage = "m" };
        var trace = new Trace(TraceId, [span]);

        var coloured = new TraceTree(new TreeOptions { Colour = true }).Render(trace);

        Assert.Contains("\e[31m✗\e[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(
            new TraceTree(new TreeOptions()).Render(trace), System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9]+m", ""));
    }

    private static string Render(params Span[] spans) => new TraceTree(new TreeOptions()).Render(new Trace(TraceId, spans));

    /// <summary>What stands right of the bars, without the marks of the status.</summary>
    private static List<string> Names(string text) =>
        [.. text.Split('\n').Select(line => (Line: line, Bar: line.IndexOf('▕', StringComparison.Ordinal))).Where(l => l.Bar >= 0)
            .Select(l => l.Line[(l.Bar + TimeBar.Width + 5)..])];

    private static SpanEvent Exception(string type, string message) => new("exception", 1, new AttributeMap(
        [KeyValuePair.Create("exception.type", (object?)type), KeyValuePair.Create("exception.message", (object?)message)]));

    /// <summary>A span; ids are numbers, no parent is 0, times are milliseconds after some point.</summary>
    private static Span Span(
        int id,
        int parent,
        string name,
        SpanKind kind = SpanKind.Internal,
        ulong start = 0,
        ulong end = 1,
        string service = "s",
        params (string Key, object? Value)[] attributes) => new()
        {
            TraceId = TraceId,
            SpanId = $"{id:x16}",
            ParentSpanId = parent == 0 ? "" : $"{parent:x16}",
            Name = name,
            Kind = kind,
            StartTimeUnixNano = 1_700_000_000_000_000_000 + (start * 1_000_000),
            EndTimeUnixNano = 1_700_000_000_000_000_000 + (end * 1_000_000),
            Attributes = new AttributeMap(attributes.Select(a => KeyValuePair.Create(a.Key, a.Value))),
            Resource = new AttributeMap([KeyValuePair.Create("service.name", (object?)service)]),
        };
}
