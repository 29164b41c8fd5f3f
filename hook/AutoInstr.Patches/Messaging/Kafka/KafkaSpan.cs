using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>Spans of Confluent.Kafka.</summary>
internal static class KafkaSpan
{
    /// <summary>The source of these spans.</summary>
    public static readonly ActivitySource Source = PatchActivity.NewSource("Confluent.Kafka");

    private static readonly MessageOperation ProduceOperation = new("kafka", "send", "produce", ActivityKind.Producer);
    private static readonly MessageOperation ConsumeOperation = new("kafka", "receive", "consume", ActivityKind.Client);

    /// <summary>Begins the span of a message that is handed over to be sent. It is not the current one: it ends elsewhere.</summary>
    public static Activity? StartProduce(object producer, string topic, byte[]? key, byte[]? value)
    {
        Activity? current = Activity.Current;
        Activity? activity = MessageSpan.Start(Source, ProduceOperation, topic);
        Activity.Current = current;
        if (activity is { IsAllDataRequested: true })
        {
            KafkaClient.Describe(activity, producer);
            if (key is not null && producer.GetType().GenericTypeArguments is [var keyType, ..] && keyType == typeof(string))
                activity.SetTag("messaging.kafka.message.key", Encoding.UTF8.GetString(key));
            DescribeValue(activity, value?.Length);
        }
        return activity;
    }

    /// <summary>Ends the span of a message that was handed over.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="position">Where it was stored, or would have been.</param>
    /// <param name="error">What the broker or the library say; <see langword="null"/> when they say nothing.</param>
    /// <param name="exception">What was thrown, if that is how it ended.</param>
    public static void StopProduce(Activity activity, TopicPartitionOffset? position, Error? error, Exception? exception)
    {
        if (activity.IsAllDataRequested)
        {
            Describe(activity, position);
            if (exception is not null)
                activity.Fail(exception, (exception as KafkaException)?.Error.Code.ToString());
            else if (error is { IsError: true })
                activity.Fail(error.Code.ToString(), error.Reason);
        }
        activity.EndElsewhere();
    }

    /// <summary>Makes the span of a message that was consumed, or of one that could not be.</summary>
    public static void Consume(object consumer, object? result, Exception? exception, long start)
    {
        ConsumedMessage? message = ConsumedMessage.Of(result ?? (exception as ConsumeException)?.ConsumerRecord);
        // The end of a partition is no message.
        if (exception is KafkaException ? false : message is null or { IsEnd: true })
            return;
        Activity? activity = MessageSpan.Start(
            Source, ConsumeOperation, message?.Position.Topic, links: MessageContext.Link(KafkaHeaders.Extract(message?.Headers)),
            start: start);
        if (activity is { IsAllDataRequested: true })
        {
            KafkaClient.Describe(activity, consumer);
            Describe(activity, message?.Position);
            if (message?.Key is { } key)
                activity.SetTag("messaging.kafka.message.key", key);
            if (message is { IsTombstone: true })
                activity.SetTag("messaging.kafka.message.tombstone", true);
            if (exception is KafkaException failure)
                activity.Fail(failure, failure.Error.Code.ToString());
        }
        activity?.Stop();
    }

    private static void Describe(Activity activity, TopicPartitionOffset? position)
    {
        if (position is null)
            return;
        if (position.Partition.Value >= 0)
            activity.SetTag("messaging.destination.partition.id", position.Partition.Value.ToString(CultureInfo.InvariantCulture));
        if (position.Offset.Value >= 0)
            activity.SetTag("messaging.kafka.offset", position.Offset.Value);
    }

    private static void DescribeValue(Activity activity, int? size)
    {
        if (size is { } length)
            activity.SetTag("messaging.message.body.size", length);
        else
            activity.SetTag("messaging.kafka.message.tombstone", true);
    }
}
