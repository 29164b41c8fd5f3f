using System.Diagnostics;
using System.Runtime.CompilerServices;
using Amqp;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>The spans of AMQPNetLite.</summary>
internal static class AmqpSpan
{
    /// <summary>Their source.</summary>
    public static readonly ActivitySource Source = PatchActivity.NewSource("AMQPNetLite");

    /// <summary>A span's name.</summary>
    public static string Name(string operation, string? destination) =>
        string.IsNullOrEmpty(destination) ? operation : $"{operation} {destination}";

    /// <summary>Where a message goes or comes from.</summary>
    public static string? Destination(Link link, Message? message) =>
        AmqpLinks.Address(link) is { Length: > 0 } address ? address : message?.Properties?.To;

    /// <summary>Sets what is known of the message and the connection.</summary>
    public static void Describe(Activity activity, string operation, Link link, Message? message)
    {
        if (!activity.IsAllDataRequested)
            return;
        activity.SetTag("messaging.system", "amqp");
        activity.SetTag("messaging.operation.type", operation);
        activity.SetTag("messaging.operation.name", operation);
        activity.SetTag("messaging.destination.name", Destination(link, message));
        activity.SetTag("messaging.message.id", message?.Properties?.GetMessageId()?.ToString());
        activity.SetTag("messaging.message.conversation_id", message?.Properties?.GetCorrelationId()?.ToString());
        var server = Server(link.Session.Connection);
        activity.SetTag("server.address", server?.Host);
        activity.SetTag("server.port", server?.Port);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "address")]
    private static extern ref Address? Server(Connection connection);
}
