using System.Diagnostics;
using System.Diagnostics.Metrics;
using AutoInstr.Plugins;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PatchedLibrary;

namespace TelemetryPlugins;

/// <summary>Adds one of everything that can be added. What its exporters get is appended to the file that PLUGIN_FILE names.</summary>
public sealed class EveryPartPlugin : Plugin
{
    public override void Configure(ITelemetryBuilder telemetry)
    {
        telemetry.AddResourceDetector(new Detector());
        telemetry.SetSampler(static configured => new WithoutSampler("drop me", configured));
        telemetry.AddSpanProcessor(new Tagging());
        telemetry.AddSpanExporter(new FileExporter<Activity>(static activity => $"span {activity.DisplayName}"));
        telemetry.AddView(static instrument => instrument.Name == "http.server.request.duration"
            ? new MetricStreamConfiguration { Name = "renamed.duration", TagKeys = ["http.route"] } : null);
        telemetry.AddView(static instrument => instrument.Name == "http.server.active_requests" ? MetricStreamConfiguration.Drop : null);
        telemetry.AddMetricExporter(new FileExporter<Metric>(static metric => $"metric {metric.Name}"));
        telemetry.AddLogProcessor(new Redacting());
        telemetry.AddLogExporter(new FileExporter<LogRecord>(static record => $"log {record.Body}"));
    }

    private sealed class Detector : IResourceDetector
    {
        public Resource Detect() => new([new("plugin.detected", "yes"), new("service.name", "never")]);
    }

    private sealed class WithoutSampler(string name, Sampler configured) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => samplingParameters.Name == name
            ? new SamplingResult(SamplingDecision.Drop)
            : configured.ShouldSample(in samplingParameters);
    }

    private sealed class Tagging : BaseProcessor<Activity>
    {
        public override void OnStart(Activity data) => data.SetTag("plugin.start", ParentProvider.GetResource().Attributes.Any());

        // A library that stands beside the plug-in.
        public override void OnEnd(Activity data) => data.SetTag("plugin.end", new Calculator().Add(2, 3));
    }

    private sealed class Redacting : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            data.Attributes = data.Attributes?.Select(static pair => pair.Key == "Password" ? new(pair.Key, "***") : pair).ToList();
            if (data.Body?.StartsWith("Content root", StringComparison.Ordinal) == true)
                data.Body = "changed";
        }
    }

    private sealed class FileExporter<T>(Func<T, string> line) : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
                File.AppendAllText(System.Environment.GetEnvironmentVariable("PLUGIN_FILE") + "." + typeof(T).Name,
                    $"{line(item)} of {ParentProvider.GetResource().Attributes.Single(static pair => pair.Key == "service.name").Value}\n");
            return ExportResult.Success;
        }
    }
}
