using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>RabbitMQ.Client 7, which has its own sources and carries the context in the message's headers.</summary>
internal sealed class RabbitMqInstrumentation : Instrumentation
{
    private const string EmptyFetch = "fetch (empty)";
    private const string DefaultExchange = "amq.default";

    /// <inheritdoc/>
    public override string Id => "RABBITMQ";

    /// <inheritdoc/>
    public override string Library => "RabbitMQ.Client 7";

    /// <inheritdoc/>
    public override string Spans => "publish, fetch, deliver";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber"];

    /// <inheritdoc/>
    public override string Assembly => "RabbitMQ.Client";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override LibraryCopies Copies => LibraryCopies.Each;

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context)
    {
        // Version 6 has nothing of the kind, and what is held on to cannot be unloaded.
        var source = context.Library.GetType("RabbitMQ.Client.RabbitMQActivitySource");
        return source is { IsCollectible: false } && context.Settings.IsInstrumentationEnabled(MassTransitInstrumentation.Switch)
            ? new RabbitMqContext(source) : null;
    }

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        if (RabbitMqContext.IsOfMassTransit(activity))
            return false;
        MessagingSpan.DropLocalAddresses(activity);
        activity.RenameTag("messaging.rabbitmq.delivery_tag", "messaging.rabbitmq.message.delivery_tag");
        activity.MakeTagNumber("messaging.rabbitmq.message.delivery_tag");
        var operation = activity.GetTagItem("messaging.operation.name") as string ?? activity.OperationName;
        if (operation == EmptyFetch)
        {
            string queue = activity.OperationName.Length > EmptyFetch.Length ? activity.OperationName[(EmptyFetch.Length + 1)..] : "";
            activity.SetTag("messaging.destination.name", queue.Length > 0 ? queue : null);
            activity.SetTag("messaging.batch.message_count", 0);
            MessagingSpan.Describe(activity, "receive", "fetch", queue);
            return true;
        }

        string destination = Destination(
            activity.GetTagItem("messaging.destination.name") as string,
            activity.GetTagItem("messaging.rabbitmq.destination.routing_key") as string);
        activity.SetTag("messaging.destination.name", destination);
        if (activity.GetTagItem("messaging.rabbitmq.destination.routing_key") is "")
            activity.RemoveTag("messaging.rabbitmq.destination.routing_key");
        MessagingSpan.Describe(activity, null, operation, destination);
        return true;
    }

    /// <summary>Semantic conventions for RabbitMQ: <c>{exchange}:{routing key}</c>, or the one of the two that is not empty.</summary>
    private static string Destination(string? exchange, string? routingKey)
    {
        bool hasExchange = exchange is { Length: > 0 } and not DefaultExchange;
        return (hasExchange, routingKey) switch
        {
            (true, { Length: > 0 }) => $"{exchange}:{routingKey}",
            (true, _) => exchange!,
            (false, { Length: > 0 }) => routingKey,
            _ => DefaultExchange,
        };
    }
}
