using System.Diagnostics.Metrics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Metrics;

/// <summary>What the agent counts of itself: https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/.</summary>
/// <remarks>The counters are read when they are collected, so that counting costs nothing more.</remarks>
internal sealed class AgentMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "AutoInstr.Agent";

    private const string QueueFull = "queue_full";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Makes the instruments.</summary>
    /// <param name="spans">The ways of spans out of the process.</param>
    /// <param name="logs">Those of log records.</param>
    /// <param name="metrics">Those of metrics.</param>
    public AgentMetrics(IReadOnlyList<BatchSender> spans, IReadOnlyList<BatchSender> logs, IReadOnlyList<Delivery> metrics)
    {
        Measure(spans, "span");
        Measure(logs, "log");
        Measure(Signal.Traces, "otel.sdk.exporter.span.exported", "{span}", [.. spans.Select(static sender => sender.Delivery)]);
        Measure(Signal.Logs, "otel.sdk.exporter.log.exported", "{log_record}", [.. logs.Select(static sender => sender.Delivery)]);
        Measure(Signal.Metrics, "otel.sdk.exporter.metric_data_point.exported", "{data_point}", metrics);
        var duration = _meter.CreateHistogram<double>(
            "otel.sdk.exporter.operation.duration", "s", "The duration of exporting a batch of telemetry records.");
        foreach (var delivery in spans.Concat(logs).Select(static sender => sender.Delivery).Concat(metrics))
        {
            var component = Component(delivery.Target);
            delivery.Exported = (seconds, error) => duration.Record(seconds, With(component, error));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Measure(IReadOnlyList<BatchSender> senders, string what)
    {
        if (senders.Count == 0)
            return;
        var unit = what == "span" ? "{span}" : "{log_record}";
        _meter.CreateObservableCounter(
            $"otel.sdk.processor.{what}.processed",
            () => senders.SelectMany(static sender => Outcomes(
                Processor(sender), sender.Queue.Added, sender.Queue.Dropped + sender.Queue.Late, QueueFull)),
            unit, "The number of items for which the processing has finished, either successful or failed.");
        _meter.CreateObservableUpDownCounter(
            $"otel.sdk.processor.{what}.queue.size",
            () => senders.Select(static sender => new Measurement<long>(sender.Queue.Waiting, Processor(sender))),
            unit, "The number of items in the queue of a given instance of an SDK processor.");
        _meter.CreateObservableUpDownCounter(
            $"otel.sdk.processor.{what}.queue.capacity",
            () => senders.Select(static sender => new Measurement<long>(sender.Queue.Capacity, Processor(sender))),
            unit, "The maximum number of items the queue of a given instance of an SDK processor can hold.");
    }

    private void Measure(Signal signal, string name, string unit, IReadOnlyList<Delivery> deliveries)
    {
        if (deliveries.Count == 0)
            return;
        _meter.CreateObservableCounter(
            name,
            () => deliveries.SelectMany(static delivery => Outcomes(
                Component(delivery.Target), delivery.Delivered, delivery.Undelivered, "_OTHER")),
            unit, $"The number of {signal.Items} for which the export has finished, either successful or failed.");
    }

    /// <summary>There is no series of failures before there is one.</summary>
    private static IEnumerable<Measurement<long>> Outcomes(
        KeyValuePair<string, object?>[] component, long succeeded, long failed, string error)
    {
        yield return new(succeeded, component);
        if (failed > 0)
            yield return new(failed, With(component, error));
    }

    private static KeyValuePair<string, object?>[] Processor(BatchSender sender)
    {
        var type = sender.Delivery.Target.Signal == Signal.Logs ? "batching_log_processor" : "batching_span_processor";
        return [new("otel.component.type", type), new("otel.component.name", $"{type}/{sender.Delivery.Target.Exporter}")];
    }

    private static KeyValuePair<string, object?>[] Component(ExportTarget target)
    {
        var type = Type(target);
        return [new("otel.component.type", type), new("otel.component.name", $"{type}/{target.Exporter}")];
    }

    /// <summary>https://opentelemetry.io/docs/specs/semconv/registry/attributes/otel/#otel-component-attributes.</summary>
    private static string Type(ExportTarget target)
    {
        var kind = target.Signal == Signal.Metrics ? "metric_exporter" : target.Signal == Signal.Logs ? "log_exporter" : "span_exporter";
        return target switch
        {
            { Exporter: "otlp", IsGrpc: true } => "otlp_grpc_" + kind,
            { Exporter: "otlp" } => "otlp_http_" + kind,
            { Exporter: "zipkin" } => "zipkin_http_" + kind,
            _ => target.Exporter + "_" + kind,
        };
    }

    private static KeyValuePair<string, object?>[] With(KeyValuePair<string, object?>[] component, string? error) =>
        error is null ? component : [.. component, new("error.type", error)];
}
