using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

public sealed class PipelineTests
{
    private static readonly ExportTarget Target = new("test", "nowhere");

    [Fact]
    public void Each_exporter_has_a_processor_in_order()
    {
        var processors = ExporterPipeline.Create(new TracesSettings { Exporters = ["console", "zipkin", "otlp"] });
        Assert.Equal(["console", "zipkin", "otlp"], processors.Select(processor => processor.Name));
        foreach (var processor in processors)
            processor.Dispose();
    }

    [Fact]
    public void An_exporter_is_built_with_the_first_batch_on_another_thread()
    {
        var builtOn = new List<int>();
        Resource? resource = null;
        var exporter = new DeferredExporter(
            Target,
            _ =>
            {
                builtOn.Add(Environment.CurrentManagedThreadId);
                return new Exporter((self, _) => resource = self.ParentProvider.GetResource());
            },
            static (_, _) => { });
        using var source = new ActivitySource("Test.Deferred");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("appzin"))
            .AddProcessor(new SpanBatchProcessor(exporter, new BatchSettings()))
            .Build();
        Assert.Empty(builtOn);
        source.StartActivity("one")!.Dispose();
        provider.ForceFlush();
        source.StartActivity("two")!.Dispose();
        provider.ForceFlush();
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(builtOn));
        // The provider's resource reaches the exporter inside: canary for ParentProvider.
        Assert.Contains(new("service.name", "appzin"), resource!.Attributes);
    }

    [Fact]
    public void What_an_exporter_throws_is_said_once_and_goes_no_further()
    {
        var log = new List<string>();
        var exporter = new DeferredExporter(
            Target, static _ => new Exporter(static (_, _) => throw new InvalidOperationException("broken")),
            (level, message) => Keep(log, level, message));
        using var processor = new SpanBatchProcessor(exporter, new BatchSettings());
        for (var i = 0; i < 3; i++)
        {
            processor.OnEnd(NewSpan());
            processor.ForceFlush();
        }
        Assert.Equal("Error: test: spans do not arrive at nowhere: InvalidOperationException: broken", Assert.Single(log));
        Assert.Equal(3, processor.UndeliveredSpans);
    }

    [Fact]
    public void An_exporter_that_cannot_be_built_is_said_once()
    {
        var log = new List<string>();
        var exporter = new DeferredExporter(
            Target, static _ => throw new FileNotFoundException("no such assembly"), (level, message) => Keep(log, level, message));
        using var processor = new SpanBatchProcessor(exporter, new BatchSettings());
        for (var i = 0; i < 3; i++)
        {
            processor.OnEnd(NewSpan());
            processor.ForceFlush();
        }
        Assert.Equal("Error: test: spans do not arrive at nowhere: FileNotFoundException: no such assembly", Assert.Single(log));
    }

    [Fact]
    public void Spans_that_find_the_queue_full_are_counted()
    {
        using var inExport = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var exported = 0L;
        var exporter = new DeferredExporter(
            Target,
            _ => new Exporter((_, count) =>
            {
                inExport.Set();
                goOn.Wait();
                exported += count;
            }),
            static (_, _) => { });
        using var processor = new SpanBatchProcessor(exporter, new BatchSettings { MaxQueueSize = 4, MaxExportBatchSize = 1 });
        processor.OnEnd(NewSpan());
        inExport.Wait();
        for (var i = 0; i < 10; i++)
            processor.OnEnd(NewSpan());
        Assert.InRange(processor.DroppedSpans, 6, 7);
        goOn.Set();
        processor.Shutdown();
        Assert.Equal(11, exported + processor.DroppedSpans);
    }

    [Fact]
    public void A_flush_waits_for_the_batch_that_is_on_its_way()
    {
        using var inExport = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var exporter = new DeferredExporter(
            Target,
            _ => new Exporter((_, _) =>
            {
                inExport.Set();
                goOn.Wait();
            }),
            static (_, _) => { });
        using var processor = new SpanBatchProcessor(exporter, new BatchSettings { ScheduleDelay = 1 });
        processor.OnEnd(NewSpan());
        inExport.Wait();
        Assert.False(processor.ForceFlush(100));
        goOn.Set();
        Assert.True(processor.ForceFlush());
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

    private static void Keep(List<string> log, LogLevel level, string message)
    {
        if (level != LogLevel.Debug)
            log.Add($"{level}: {message}");
    }

    private static Activity NewSpan()
    {
        var activity = new Activity("work") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        activity.SetIdFormat(ActivityIdFormat.W3C).Start().Stop();
        return activity;
    }

    private sealed class Exporter(Action<Exporter, long> export) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            // As the real ones do: what is looked at leaves the queue.
            foreach (var _ in batch)
            {
            }
            export(this, batch.Count);
            return ExportResult.Success;
        }
    }
}
