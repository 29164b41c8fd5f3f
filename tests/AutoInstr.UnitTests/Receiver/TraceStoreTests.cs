using AutoInstr.Viewer;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

public class TraceStoreTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Spans_come_in_the_order_received_and_traces_by_age()
    {
        var store = new TraceStore(10);

        store.Add([Span("a", 1), Span("b", 1)], 0);
        store.Add([Span("a", 2)], 0);

        Assert.Equal(["a1", "b1", "a2"], store.Spans.Select(s => s.Name));
        Assert.Equal(["a", "b"], store.Traces.Select(t => t.Id));
        Assert.Equal(["a1", "a2"], store.Find("a")!.Spans.Select(s => s.Name));
        Assert.Null(store.Find("c"));
    }

    [Fact]
    public void The_oldest_traces_leave_first_and_are_counted()
    {
        var store = new TraceStore(4);

        store.Add([Span("a", 1), Span("b", 1), Span("a", 2), Span("c", 1)], 0);
        store.Add([Span("c", 2)], 0);

        Assert.Equal(["b1", "c1", "c2"], store.Spans.Select(s => s.Name));
        Assert.Equal((1, 2, 5), (store.Counts.EvictedTraces, store.Counts.EvictedSpans, store.Counts.Spans));
    }

    [Fact]
    public void A_trace_does_not_push_out_itself()
    {
        var store = new TraceStore(3);

        store.Add([.. Enumerable.Range(1, 5).Select(i => Span("a", i))], 0);

        Assert.Equal(["a1", "a2", "a3"], store.Spans.Select(s => s.Name));
        Assert.Equal((0, 2), (store.Counts.EvictedTraces, store.Counts.EvictedSpans));

        store.Add([Span("b", 1)], 0);
        Assert.Equal(["b1"], store.Spans.Select(s => s.Name));
    }

    [Fact]
    public void Bytes_are_bounded_too()
    {
        var store = new TraceStore(100, 1000);

        store.Add([Span("a", 1) with { WireSize = 600 }, Span("b", 1) with { WireSize = 600 }, Span("c", 1) with { WireSize = 2000 }], 0);

        Assert.Empty(store.Spans);
        Assert.Equal(3, store.Counts.EvictedSpans);
        store.Add([Span("d", 1) with { WireSize = 1000 }], 0);
        Assert.Single(store.Spans);
    }

    [Fact]
    public void Everything_is_counted()
    {
        var store = new TraceStore(10);

        store.Add([Span("a", 1, "x"), Span("a", 2, "y") with { Status = SpanStatus.Error }, Span("a", 3, "x")], 7);
        store.AddDataPoints(5);
        store.AddLogRecords(6);

        var counts = store.Counts;
        Assert.Equal(
            (3, 3, 1, 7, 5, 6), (counts.Requests, counts.Spans, counts.Errors, counts.RejectedSpans, counts.DataPoints, counts.LogRecords));
        Assert.Equal(new Dictionary<string, long> { ["x"] = 2, ["y"] = 1 }, counts.SpansByService);
    }

    [Fact]
    public void Not_even_names_of_services_grow_without_bound()
    {
        var store = new TraceStore(10);

        store.Add([.. Enumerable.Range(0, 5000).Select(i => Span("t" + i, 1, "service" + i))], 0);

        Assert.Equal(TraceStore.MaxServices + 1, store.Counts.SpansByService.Count);
        Assert.Equal(5000 - TraceStore.MaxServices, store.Counts.SpansByService[TraceStore.OtherServices]);
    }

    [Fact]
    public async Task Waiting_ends_when_the_condition_holds()
    {
        var store = new TraceStore(10);

        var waiting = store.WaitForAsync(spans => spans.Count == 2, Patience);
        store.Add([Span("a", 1)], 0);
        Assert.False(waiting.IsCompleted);
        store.Add([Span("a", 2)], 0);

        Assert.Equal(2, (await waiting).Count);
        Assert.Equal(2, (await store.WaitForAsync(spans => spans.Count == 2, TimeSpan.Zero)).Count);
    }

    [Fact]
    public async Task Waiting_in_vain_tells_what_is_there()
    {
        var store = new TraceStore(10);
        store.Add([Span("a", 1, "shop")], 0);

        var e = await Assert.ThrowsAsync<TimeoutException>(() => store.WaitForAsync(_ => false, TimeSpan.FromMilliseconds(20)));

        Assert.Contains("shop/Unspecified/a1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        var store = new TraceStore(1000);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                store.Add([Span($"{thread}-{i}", 1), Span($"{thread}-{i}", 2)], 1);
                _ = store.Spans.Count + store.Traces.Count;
            }
        })));

        var counts = store.Counts;
        Assert.Equal((8000, 4000, 4000), (counts.Spans, counts.RejectedSpans, counts.Requests));
        Assert.Equal(1000, store.Spans.Count);
        Assert.Equal(7000, counts.EvictedSpans);
    }

    private static Span Span(string trace, int number, string service = "") => new()
    {
        TraceId = trace,
        SpanId = $"{number:x16}",
        Name = $"{trace}{number}",
        Resource = new AttributeMap([KeyValuePair.Create("service.name", (object?)service)]),
    };
}
