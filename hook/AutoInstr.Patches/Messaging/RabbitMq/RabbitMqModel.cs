using RabbitMQ.Client;

namespace AutoInstr.Patches.Messaging.RabbitMq;

/// <summary>Reads the library's own types of channels and batches, which are not public.</summary>
internal static class RabbitMqModel
{
    private static readonly Func<object, object?>? SessionReader = MemberReader.TryCreate<object?>(Find("ModelBase"), "Session");
    private static readonly Func<object, IConnection?>? ConnectionReader =
        MemberReader.TryCreate<IConnection?>(Find("ISession"), "Connection");
    private static readonly Func<object, IModel>? ModelOfBatchReader =
        MemberReader.TryCreate<IModel>(Find("BasicPublishBatch"), "_model");

    /// <summary>The server that a channel is to, where it can be told.</summary>
    public static AmqpTcpEndpoint? Server(object? model) =>
        model is not null && SessionReader?.Invoke(model) is { } session ? ConnectionReader?.Invoke(session)?.Endpoint : null;

    /// <summary>The channel that a batch is for, where it can be told.</summary>
    public static IModel? OfBatch(object batch) => ModelOfBatchReader?.Invoke(batch);

    private static Type? Find(string name) => typeof(IModel).Assembly.GetType($"RabbitMQ.Client.Impl.{name}");
}
