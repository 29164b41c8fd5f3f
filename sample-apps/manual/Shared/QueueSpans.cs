using System.Diagnostics;
using System.Text;

using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

using RabbitMQ.Client;

using TaskData;

namespace Sample.Telemetry;

/// <summary>Spans on both sides of the queue, and the context that goes through it in the messages' headers.</summary>
static class QueueSpans
{
    private static readonly TextMapPropagator Propagator = Propagators.DefaultTextMapPropagator;

    /// <summary>Begins the span of sending a job, and writes its context into the message.</summary>
    public static Activity? StartSend(ReportJob job, BasicProperties properties)
    {
        var activity = Telemetry.Source.StartActivity($"send {ReportJob.Queue}", ActivityKind.Producer);
        Describe(activity, "send", job);
        var headers = properties.Headers ??= new Dictionary<string, object?>();
        var context = new PropagationContext(activity?.Context ?? default, Baggage.Current);
        Propagator.Inject(context, headers, static (headers, name, value) => headers[name] = value);
        return activity;
    }

    /// <summary>Begins the span of doing a job, below that of sending it.</summary>
    public static Activity? StartProcess(ReportJob job, IReadOnlyBasicProperties properties)
    {
        var context = Propagator.Extract(default, properties.Headers, static (headers, name) =>
            headers?.TryGetValue(name, out var value) == true && value is byte[] text ? [Encoding.UTF8.GetString(text)] : []);
        var activity = Telemetry.Source.StartActivity($"process {ReportJob.Queue}", ActivityKind.Consumer, context.ActivityContext);
        Describe(activity, "process", job);
        return activity;
    }

    private static void Describe(Activity? activity, string operation, ReportJob job)
    {
        activity?.SetTag("messaging.system", "rabbitmq");
        activity?.SetTag("messaging.destination.name", ReportJob.Queue);
        activity?.SetTag("messaging.operation.name", operation);
        activity?.SetTag("messaging.operation.type", operation);
        activity?.SetTag("messaging.message.id", job.Id.ToString());
    }
}
