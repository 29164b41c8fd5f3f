using System.Diagnostics;
using AutoInstr.Plugins;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TelemetryPlugins;

/// <summary>Fails where PLUGIN_FAULT says, after it has added a processor that can be seen.</summary>
public sealed class FaultyPlugin : Plugin
{
    private static readonly string? Fault = System.Environment.GetEnvironmentVariable("PLUGIN_FAULT");

    public FaultyPlugin() => FailIn("constructor");

    public override void Configure(ITelemetryBuilder telemetry)
    {
        telemetry.AddSpanProcessor(new Seen());
        FailIn("configure");
        telemetry.AddResourceDetector(new Detector());
        telemetry.SetSampler(static configured => new FailingSampler(configured));
        telemetry.AddSpanProcessor(new FailingProcessor<Activity>());
        telemetry.AddSpanExporter(new FailingExporter<Activity>());
        telemetry.AddView(static _ =>
        {
            FailIn("view");
            return null;
        });
        telemetry.AddMetricExporter(new FailingExporter<Metric>());
        telemetry.AddLogProcessor(new FailingProcessor<LogRecord>());
        telemetry.AddLogExporter(new FailingExporter<LogRecord>());
    }

    private static void FailIn(string place)
    {
        if (Fault == place)
            throw new InvalidOperationException("on purpose in " + place);
    }

    private sealed class Seen : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => data.SetTag("plugin.seen", true);
    }

    private sealed class Detector : IResourceDetector
    {
        public Resource Detect()
        {
            FailIn("detector");
            return Resource.Empty;
        }
    }

    private sealed class FailingSampler(Sampler configured) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        {
            FailIn("sampler");
            return configured.ShouldSample(in samplingParameters);
        }
    }

    private sealed class FailingProcessor<T> : BaseProcessor<T>
    {
        public override void OnStart(T data) => FailIn("start of " + typeof(T).Name);

        public override void OnEnd(T data) => FailIn("end of " + typeof(T).Name);
    }

    private sealed class FailingExporter<T> : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch)
        {
            FailIn("export of " + typeof(T).Name);
            return ExportResult.Success;
        }
    }
}
