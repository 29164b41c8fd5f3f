using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>What links were attached to; AMQPNetLite does not keep it.</summary>
internal static class AmqpLinks
{
    private static readonly ConditionalWeakTable<Link, string> Addresses = [];

    /// <summary>Notes the node of a link. That of a transaction's coordinator has none.</summary>
    public static void Add(Link link, Attach attach)
    {
        var address = link is SenderLink ? (attach.Target as Target)?.Address ?? (attach.Target is Target ? "" : null)
            : (attach.Source as Source)?.Address ?? "";
        if (address != null)
            Addresses.TryAdd(link, address);
    }

    /// <summary>The node's address; empty where messages say by themselves where they go.</summary>
    /// <returns><see langword="null"/> for a link that carries no messages of the application.</returns>
    public static string? Address(Link link) => Addresses.TryGetValue(link, out var address) ? address : null;
}
