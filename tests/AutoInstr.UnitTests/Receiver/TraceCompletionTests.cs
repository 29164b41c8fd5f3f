using AutoInstr.Viewer.Collect;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

public class TraceCompletionTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly Clock _clock = new();
    private readonly Dictionary<string, Trace> _traces = [];
    private readonly TraceCompletion _completion;

    public TraceCompletionTests() => _completion = new TraceCompletion(_clock);

    [Fact]
    public void A_complete_trace_is_due_once_it_was_quiet()
    {
        Receive("a", Span(1, 0));
        _clock.Advance(TraceCompletion.QuietTime - Moment);
        Assert.Empty(Due());

        Receive("a", Span(2, 1));
        _clock.Advance(TraceCompletion.QuietTime - Moment);
        Assert.Empty(Due());

        _clock.Advance(Moment);
        Assert.Equal(["a"], Due());
        Assert.Empty(Due());
    }

    [Fact]
    public void A_trace_without_root_parent_or_callee_is_due_once_it_was_idle()
    {
        Receive("no root", Span(2, 1), Span(3, 2));
        Receive("no parent", Span(1, 0), Span(3, 2));
        Receive("no callee", Span(1, 0), Span(2, 1, SpanKind.Client));
        Receive("no consumer", Span(1, 0), Span(2, 1, SpanKind.Producer));

        _clock.Advance(TraceCompletion.IdleTime - Moment);
        Assert.Empty(Due());
        _clock.Advance(Moment);
        Assert.Equal(["no callee", "no consumer", "no parent", "no root"], Due().Order());
    }

    [Fact]
    public void Nobody_waits_for_the_spans_of_a_database()
    {
        Receive("a", Span(1, 0), Span(2, 1, SpanKind.Client, "db.system.name"));

        _clock.Advance(TraceCompletion.QuietTime);
        Assert.Equal(["a"], Due());
    }

    [Fact]
    public void What_came_late_makes_it_due_again()
    {
        Receive("a", Span(1, 0));
        _clock.Advance(TraceCompletion.QuietTime);
        Assert.Equal(["a"], Due());

        Receive("a", Span(2, 1));
        _clock.Advance(TraceCompletion.QuietTime);
        Assert.Equal(["a"], Due());
    }

    [Fact]
    public void A_trace_that_is_gone_is_forgotten()
    {
        _completion.Touch("evicted");
        _clock.Advance(TraceCompletion.IdleTime);

        Assert.Empty(Due());
        Assert.Equal(0, _completion.Count);
    }

    [Fact]
    public void In_the_end_all_are_taken()
    {
        Receive("a", Span(1, 0));
        _clock.Advance(Moment);
        Receive("b", Span(2, 1));

        Assert.Equal(["a", "b"], _completion.TakeAll(_traces.GetValueOrDefault).Select(t => t.Id));
    }

    private void Receive(string trace, params Span[] spans)
    {
        _traces[trace] = new Trace(trace, [.. _traces.GetValueOrDefault(trace)?.Spans ?? [], .. spans]);
        _completion.Touch(trace);
    }

    private IEnumerable<string> Due() => _completion.TakeDue(_traces.GetValueOrDefault).Select(t => t.Id);

    private static Span Span(int id, int parent, SpanKind kind = SpanKind.Internal, string attribute = "x") => new()
    {
        TraceId = "t",
        SpanId = $"{id:x16}",
        ParentSpanId = parent == 0 ? "" : $"{parent:x16}",
        Name = "n",
        Kind = kind,
        Attributes = new AttributeMap([KeyValuePair.Create(attribute, (object?)"v")]),
    };

    /// <summary>A clock that stands still unless moved.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
