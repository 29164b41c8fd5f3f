using System.Diagnostics;
using System.Text;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using AutoInstr.Agent.Traces;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

public sealed class PipelineTests
{
    [Fact]
    public void Each_exporter_has_a_processor_in_order()
    {
        var processors = SpanExporters.Create(new TracesSettings { Exporters = ["console", "zipkin", "otlp"] }, ExportSession.Resource);
        Assert.Equal(["console", "zipkin", "otlp"], processors.Select(processor => processor.Sender.Delivery.Target.Exporter));
        foreach (var processor in processors)
            processor.Dispose();
    }

    [Fact]
    public void An_exporter_is_built_with_the_first_batch_on_another_thread()
    {
        var builtOn = new List<int>();
        using var processor = Processor(new BatchSettings(), _ =>
        {
            builtOn.Add(Environment.CurrentManagedThreadId);
            return new Exporter(static _ => { });
        });
        Assert.Empty(builtOn);
        processor.OnEnd(NewSpan());
        Assert.True(processor.ForceFlush());
        processor.OnEnd(NewSpan());
        Assert.True(processor.ForceFlush());
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(builtOn));
    }

    [Fact]
    public void What_an_exporter_throws_is_said_once_and_goes_no_further()
    {
        var log = new List<string>();
        using var processor = Processor(
            new BatchSettings(), static _ => new Exporter(static _ => throw new InvalidOperationException("broken")), log);
        for (var i = 0; i < 3; i++)
        {
            processor.OnEnd(NewSpan());
            processor.ForceFlush();
        }
        Assert.Equal("Error: test: spans do not arrive at nowhere: InvalidOperationException: broken", Assert.Single(log));
        Assert.Equal(3, processor.Sender.Undelivered);
    }

    [Fact]
    public void An_exporter_that_cannot_be_built_is_said_once()
    {
        var log = new List<string>();
        using var processor = Processor(new BatchSettings(), static _ => throw new FileNotFoundException("no such assembly"), log);
        for (var i = 0; i < 3; i++)
        {
            processor.OnEnd(NewSpan());
            processor.ForceFlush();
        }
        Assert.Equal("Error: test: spans do not arrive at nowhere: FileNotFoundException: no such assembly", Assert.Single(log));
    }

    [Fact]
    public void A_span_that_cannot_be_encoded_is_said_once_and_the_next_ones_arrive()
    {
        var log = new List<string>();
        var exported = new List<string>();
        using var processor = Processor(new BatchSettings(), _ => new Exporter(batch => exported.AddRange(Names(batch))), log);
        processor.OnEnd(NewSpan(Encoder.Faulty));
        processor.OnEnd(NewSpan(Encoder.Faulty));
        processor.OnEnd(NewSpan("good"));
        Assert.True(processor.ForceFlush());
        Assert.StartsWith(
            "Error: test: a span could not be encoded (NotSupportedException: faulty)", Assert.Single(log), StringComparison.Ordinal);
        Assert.Equal(["good"], exported);
        Assert.Equal(2, processor.Sender.Undelivered);
    }

    [Fact]
    public void Spans_that_find_the_queue_full_are_counted()
    {
        using var inExport = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var exported = 0L;
        using var processor = Processor(new BatchSettings { MaxQueueSize = 4, MaxExportBatchSize = 1 }, _ => new Exporter(batch =>
        {
            inExport.Set();
            goOn.Wait();
            exported += batch.Count;
        }));
        processor.OnEnd(NewSpan());
        inExport.Wait();
        for (var i = 0; i < 10; i++)
            processor.OnEnd(NewSpan());
        Assert.Equal((6, 5), (processor.Sender.Queue.Dropped, processor.Sender.Losses.OnTheirWay));
        goOn.Set();
        processor.Shutdown();
        Assert.Equal((5, 0), (exported, processor.Sender.Losses.OnTheirWay));
    }

    [Fact]
    public void A_batch_has_no_more_spans_than_it_may()
    {
        var sizes = new List<int>();
        using var processor = Processor(
            new BatchSettings { MaxExportBatchSize = 3, ScheduleDelay = 60_000 }, _ => new Exporter(batch => sizes.Add(batch.Count)));
        for (var i = 0; i < 8; i++)
            processor.OnEnd(NewSpan());
        Assert.True(processor.ForceFlush());
        Assert.Equal([3, 3, 2], sizes);
    }

    [Fact]
    public void A_batch_has_no_more_bytes_than_a_receiver_takes()
    {
        var lengths = new List<int>();
        using var processor = Processor(
            new BatchSettings { ScheduleDelay = 60_000 }, _ => new Exporter(batch => lengths.Add(batch.Length)));
        for (var i = 0; i < 5; i++)
            processor.OnEnd(NewSpan(new string('x', 1_500_000)));
        processor.OnEnd(NewSpan(new string('x', 5_000_000)));
        Assert.True(processor.ForceFlush());
        Assert.Equal([3_000_000, 3_000_000, 1_500_000, 5_000_000], lengths);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spans_of_many_threads_all_arrive_and_in_one_piece(bool inScopes)
    {
        const int threads = 16;
        const int each = 2000;
        var exported = new List<string>();
        using var processor = Processor(
            new BatchSettings { MaxQueueSize = threads * each, MaxExportBatchSize = 100 },
            _ => new Exporter(batch => exported.AddRange(Names(batch))),
            encoder: () => new Encoder(inScopes));
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            for (var i = 0; i < each; i++)
                processor.OnEnd(NewSpan($"{thread}-{i}"));
        });
        Assert.True(processor.ForceFlush());
        var expected = Enumerable.Range(0, threads).SelectMany(thread => Enumerable.Range(0, each).Select(i => $"{thread}-{i}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_span_that_ends_while_another_one_is_encoded_arrives()
    {
        var exported = new List<string>();
        SpanProcessor? processor = null;
        var settings = new BatchSettings { MaxExportBatchSize = 1 };
        using (processor = Processor(
            settings, _ => new Exporter(batch => exported.AddRange(Names(batch))),
            encoder: () => new Encoder(onEncode: name =>
            {
                if (name == "outer")
                    processor!.OnEnd(NewSpan("inner"));
            })))
        {
            processor.OnEnd(NewSpan("outer"));
            Assert.True(processor.ForceFlush());
        }
        Assert.Equal(["inner", "outer"], exported);
    }

    [Fact]
    public void What_a_library_adds_right_after_the_end_arrives()
    {
        var exported = new List<string>();
        using var processor = Processor(new BatchSettings(), _ => new Exporter(batch => exported.AddRange(Names(batch))));
        for (var i = 0; i < 100; i++)
        {
            var span = NewSpan();
            processor.OnEnd(span);
            span.DisplayName = "late " + i;
        }
        Assert.True(processor.ForceFlush());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => "late " + i), exported);
    }

    [Fact]
    public void Spans_leave_when_their_time_has_come()
    {
        using var exported = new ManualResetEventSlim();
        using var processor = Processor(new BatchSettings { ScheduleDelay = 1 }, _ => new Exporter(_ => exported.Set()));
        processor.OnEnd(NewSpan());
        Assert.True(exported.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_first_time_begins_with_the_first_spans()
    {
        using var exported = new ManualResetEventSlim();
        using var processor = Processor(new BatchSettings { ScheduleDelay = 500 }, _ => new Exporter(_ => exported.Set()));
        Thread.Sleep(400);
        var begin = Environment.TickCount64;
        // More than wait for what their libraries may add.
        for (var i = 0; i < 50; i++)
            processor.OnEnd(NewSpan());
        Assert.True(exported.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(Environment.TickCount64 - begin >= 450);
    }

    [Fact]
    public void What_ended_just_before_its_time_may_still_change()
    {
        var exported = new System.Collections.Concurrent.BlockingCollection<string>();
        using var processor = Processor(
            new BatchSettings { ScheduleDelay = 500 }, _ => new Exporter(batch => Names(batch).ToList().ForEach(exported.Add)));
        Thread.Sleep(400);
        var end = Environment.TickCount64;
        processor.OnEnd(NewSpan("late"));
        Assert.Equal("late", exported.Take(TestContext.Current.CancellationToken));
        Assert.True(Environment.TickCount64 - end >= 250);
    }

    [Fact]
    public void A_flush_waits_for_the_batch_that_is_on_its_way()
    {
        using var inExport = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var processor = Processor(new BatchSettings { ScheduleDelay = 1 }, _ => new Exporter(_ =>
        {
            inExport.Set();
            goOn.Wait();
        }));
        processor.OnEnd(NewSpan());
        inExport.Wait();
        Assert.False(processor.ForceFlush(100));
        goOn.Set();
        Assert.True(processor.ForceFlush());
    }

    [Fact]
    public void A_span_after_the_end_is_dropped_and_counted()
    {
        using var processor = Processor(new BatchSettings(), static _ => new Exporter(static _ => { }));
        Assert.True(processor.Shutdown());
        processor.OnEnd(NewSpan());
        Assert.Equal((0, 1, 0), (processor.Sender.Queue.Dropped, processor.Sender.Queue.Late, processor.Sender.Losses.OnTheirWay));
    }

    [Theory]
    [InlineData("always_on", "AlwaysOnSampler")]
    [InlineData("always_off", "AlwaysOffSampler")]
    [InlineData("traceidratio", "TraceIdRatioBasedSampler{0.250000}")]
    [InlineData("parentbased_always_on", "ParentBased{AlwaysOnSampler}")]
    [InlineData("parentbased_always_off", "ParentBased{AlwaysOffSampler}")]
    [InlineData("parentbased_traceidratio", "ParentBased{TraceIdRatioBasedSampler{0.250000}}")]
    public void Samplers_are_what_their_name_says(string name, string description) =>
        Assert.Equal(description, Samplers.Create(new TracesSettings { Sampler = name, SamplerRatio = 0.25 }).Description);

    [Fact]
    public void A_limit_comes_after_the_sampler() => Assert.Equal(
        "RateLimitingSampler{5,ParentBased{AlwaysOnSampler}}", Samplers.Create(new TracesSettings { MaxTracesPerSecond = 5 }).Description);

    private static SpanProcessor Processor(
        BatchSettings settings, Func<Delivery, BatchExporter> create, List<string>? log = null, Func<Encoder>? encoder = null) => new(
        new ExportPath<SpanEncoder>(new ExportTarget("test", "nowhere"), encoder ?? (static () => new Encoder()), create),
        settings,
        (level, message) =>
        {
            if (level != LogLevel.Debug)
                log?.Add($"{level}: {message}");
        });

    private static Activity NewSpan(string name = "work")
    {
        var activity = new Activity(name) { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        activity.SetIdFormat(ActivityIdFormat.W3C).Start().Stop();
        return activity;
    }

    private static IEnumerable<string> Names(EncodedBatch batch) =>
        batch.Scopes.SelectMany(scope =>
        {
            var spans = new byte[scope.Length];
            scope.CopyTo(spans);
            return Encoding.UTF8.GetString(spans).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        });

    /// <summary>One buffer for all spans of an encoder, so that two threads with one encoder would be seen.</summary>
    private sealed class Encoder(bool tellsScopesApart = false, Action<string>? onEncode = null) : SpanEncoder
    {
        public const string Faulty = "faulty";

        private byte[] _bytes = [];

        public override bool TellsScopesApart => tellsScopesApart;

        public override ReadOnlySpan<byte> Encode(Activity span)
        {
            onEncode?.Invoke(span.DisplayName);
            if (span.DisplayName == Faulty)
                throw new NotSupportedException(Faulty);
            var text = span.DisplayName.Length > 1000 ? span.DisplayName : span.DisplayName + "\n";
            if (_bytes.Length < text.Length)
                _bytes = new byte[text.Length];
            return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes));
        }

        public override void Dispose()
        {
        }
    }

    private sealed class Exporter(Action<EncodedBatch> export) : BatchExporter
    {
        public override bool Export(EncodedBatch batch)
        {
            export(batch);
            return true;
        }

        public override void Dispose()
        {
        }
    }
}
