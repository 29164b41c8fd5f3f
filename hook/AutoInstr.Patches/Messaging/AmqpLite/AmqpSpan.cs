using System.Diagnostics;
using System.Runtime.CompilerServices;
using Amqp;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>The spans of AMQPNetLite.</summary>
internal static class AmqpSpan
{
    /// <summary>Their source.</summary>
    public static readonly ActivitySource Source = PatchActivity.NewSource("AMQPNetLite");

    /// <summary>Where a message goes or comes from.</summary>
    public static string? Destination(Link link, Message? message) => AmqpLinks.Address(link) is { Length: > 0 } address ? address
        : message?.Properties?.To is { Length: > 0 } to ? to : null;

    /// <summary>Sets what is known of the message and the connection.</summary>
    public static void Describe(Activity activity, Link link, Message? message)
    {
        if (!activity.IsAllDataRequested)
            return;
        activity.SetTag("messaging.message.id", message?.Properties?.GetMessageId()?.ToString());
        activity.SetTag("messaging.message.conversation_id", message?.Properties?.GetCorrelationId()?.ToString());
        if (Server(link.Session.Connection) is { } server)
            activity.SetServer(server.Host, server.Port);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "address")]
    private static extern ref Address? Server(Connection connection);
}
