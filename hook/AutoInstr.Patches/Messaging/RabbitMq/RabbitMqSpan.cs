using System.Diagnostics;
using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>Spans of RabbitMQ.Client 6, in the form of those that version 7 makes by itself.</summary>
internal static class RabbitMqSpan
{
    /// <summary>The source of these spans.</summary>
    public static readonly ActivitySource Source = PatchActivity.NewSource("RabbitMQ.Client");

    private const string System = "rabbitmq";

    private static readonly MessageOperation PublishOperation = new(System, "send", "publish", ActivityKind.Producer);
    private static readonly MessageOperation CreateOperation = new(System, "create", "create", ActivityKind.Producer);
    private static readonly MessageOperation PublishBatchOperation = new(System, "send", "publish", ActivityKind.Client);
    private static readonly MessageOperation FetchOperation = new(System, "receive", "fetch", ActivityKind.Client);
    private static readonly MessageOperation DeliverOperation = new(System, "process", "deliver", ActivityKind.Consumer);

    /// <summary>Whether there are to be spans: what MassTransit sends, it tells of by itself.</summary>
    public static bool IsWanted => Source.HasListeners() && Activity.Current?.Source.Name != "MassTransit";

    /// <summary>Begins the span of a message that is sent.</summary>
    public static Activity? StartPublish(object model, string? exchange, string? routingKey, IBasicProperties? properties, int size)
    {
        Activity? activity = MessageSpan.Start(Source, PublishOperation, Destination(exchange, routingKey));
        Describe(activity, routingKey, properties, size);
        SetServer(activity, model);
        return activity;
    }

    /// <summary>Begins the span of a message that becomes part of a batch.</summary>
    public static Activity? StartCreate(string? exchange, string? routingKey, IBasicProperties? properties, int size)
    {
        Activity? activity = MessageSpan.Start(Source, CreateOperation, Destination(exchange, routingKey));
        Describe(activity, routingKey, properties, size);
        return activity;
    }

    /// <summary>Begins the span of a batch that is sent.</summary>
    public static Activity? StartPublishBatch(object? model, IReadOnlyList<ActivityLink> messages)
    {
        Activity? activity = MessageSpan.Start(Source, PublishBatchOperation, null, links: messages);
        activity?.SetTag("messaging.batch.message_count", messages.Count);
        SetServer(activity, model);
        return activity;
    }

    /// <summary>Begins the span of a message that a consumer is given: it goes on from where the message was sent.</summary>
    public static Activity? StartDeliver(string? exchange, string? routingKey, IBasicProperties? properties, int size, ulong deliveryTag)
    {
        ActivityContext sender = RabbitMqHeaders.Extract(properties);
        Activity? activity = MessageSpan.Start(
            Source, DeliverOperation, Destination(exchange, routingKey), sender, MessageContext.Link(sender));
        if (activity is null)
            return null;
        RabbitMqHeaders.AddBaggage(activity, properties);
        Describe(activity, routingKey, properties, size);
        activity.SetTag("messaging.rabbitmq.message.delivery_tag", (long)deliveryTag);
        return activity;
    }

    /// <summary>Makes the span of a message that was asked for, or of an empty queue.</summary>
    public static void Fetch(object model, string? queue, BasicGetResult? message, Exception? exception, long start)
    {
        Activity? activity = MessageSpan.Start(
            Source, FetchOperation, message is null ? queue : Destination(message.Exchange, message.RoutingKey),
            links: MessageContext.Link(RabbitMqHeaders.Extract(message?.BasicProperties)), start: start);
        if (message is not null)
        {
            Describe(activity, message.RoutingKey, message.BasicProperties, message.Body.Length);
            activity?.SetTag("messaging.rabbitmq.message.delivery_tag", (long)message.DeliveryTag);
        }
        else if (exception is null)
        {
            activity?.SetTag("messaging.batch.message_count", 0);
        }
        SetServer(activity, model);
        activity.End(exception);
    }

    private static void Describe(Activity? activity, string? routingKey, IBasicProperties? properties, int size)
    {
        if (activity is not { IsAllDataRequested: true })
            return;
        if (!string.IsNullOrEmpty(routingKey))
            activity.SetTag("messaging.rabbitmq.destination.routing_key", routingKey);
        activity.SetTag("messaging.message.body.size", size);
        if (properties?.MessageId is { Length: > 0 } id)
            activity.SetTag("messaging.message.id", id);
        if (properties?.CorrelationId is { Length: > 0 } conversation)
            activity.SetTag("messaging.message.conversation_id", conversation);
    }

    private static void SetServer(Activity? activity, object? model)
    {
        if (activity is { IsAllDataRequested: true } && RabbitMqModel.Server(model) is { } server)
            activity.SetServer(server.HostName, server.Port);
    }

    /// <summary>Semantic conventions for RabbitMQ: <c>{exchange}:{routing key}</c>, or the one of the two that is not empty.</summary>
    private static string Destination(string? exchange, string? routingKey) =>
        (string.IsNullOrEmpty(exchange), string.IsNullOrEmpty(routingKey)) switch
        {
            (false, false) => $"{exchange}:{routingKey}",
            (false, true) => exchange!,
            (true, false) => routingKey!,
            _ => "amq.default",
        };
}
