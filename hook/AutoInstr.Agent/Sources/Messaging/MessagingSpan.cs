using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>Brings spans of messaging libraries to the current semantic conventions for messaging spans.</summary>
internal static class MessagingSpan
{
    /// <summary>Says what is done to the message, and names the span after it: <c>{operation} {destination}</c>.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="type">messaging.operation.type: create, send, receive or process; <see langword="null"/> for anything else.</param>
    /// <param name="name">messaging.operation.name: what the library calls it.</param>
    /// <param name="destination">What stands in the span's name: a template, or a name that is
    /// not made up for the moment; or nothing.</param>
    public static void Describe(Activity activity, string? type, string name, string? destination)
    {
        if (type is not null)
            activity.SetTag("messaging.operation.type", type);
        activity.SetTag("messaging.operation.name", name);
        activity.DisplayName = string.IsNullOrEmpty(destination) ? name : $"{name} {destination}";
    }

    /// <summary>The addresses of this end of the connection, which RabbitMQ.Client and NATS.Net add, are nobody's question.</summary>
    public static void DropLocalAddresses(Activity activity)
    {
        activity.RemoveTag("client.address");
        activity.RemoveTag("client.port");
        activity.RemoveTag("network.local.address");
        activity.RemoveTag("network.local.port");
        activity.RemoveTag("network.type");
    }
}
