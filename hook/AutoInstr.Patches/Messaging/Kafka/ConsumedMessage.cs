using System.Collections.Concurrent;
using Confluent.Kafka;

namespace AutoInstr.Patches.Messaging.Kafka;

/// <summary>What a span needs of a result, whatever the types of keys and values are.</summary>
/// <param name="Position">Where the message is.</param>
/// <param name="IsEnd">Whether it is the end of a partition instead of a message.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Key">The key, when it is a text.</param>
/// <param name="IsTombstone">Whether the message stands for the removal of what had its key.</param>
internal sealed record ConsumedMessage(TopicPartitionOffset Position, bool IsEnd, Headers? Headers, string? Key, bool IsTombstone)
{
    private static readonly ConcurrentDictionary<Type, IReader> Readers = new();

    private interface IReader
    {
        ConsumedMessage? Read(object result);
    }

    /// <summary>Reads a <see cref="ConsumeResult{TKey, TValue}"/>.</summary>
    public static ConsumedMessage? Of(object? result) => result is null ? null : Readers.GetOrAdd(
        result.GetType(),
        static type => (IReader)Activator.CreateInstance(typeof(Reader<,>).MakeGenericType(type.GenericTypeArguments))!).Read(result);

    private sealed class Reader<TKey, TValue> : IReader
    {
        public ConsumedMessage? Read(object result) =>
            result is ConsumeResult<TKey, TValue> { TopicPartitionOffset: { } position } consumed
                ? new ConsumedMessage(
                    position, consumed.IsPartitionEOF, consumed.Message?.Headers,
                    consumed.Message is null ? null : consumed.Message.Key as string,
                    consumed.Message is { Value: null })
                : null;
    }
}
