using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>What sent the messages that are in mailboxes: an envelope has no place for it.</summary>
/// <remarks>One object may be on its way to several actors, and several times to one; those arrive in the order in which they
/// were sent.</remarks>
internal static class EnvelopeContexts
{
    /// <summary>More of one object are not on their way: actors that are no more do not take theirs.</summary>
    private const int Most = 1000;

    private static readonly ConditionalWeakTable<object, List<(IActorRef Receiver, ActivityContext Sender)>> Sent = [];

    /// <summary>Notes that a message goes to an actor.</summary>
    public static void Add(object message, IActorRef receiver, ActivityContext sender)
    {
        var senders = Sent.GetOrCreateValue(message);
        lock (senders)
        {
            if (senders.Count == Most)
                senders.RemoveAt(0);
            senders.Add((receiver, sender));
        }
    }

    /// <summary>A message has come to an actor.</summary>
    /// <returns>What sent it; nothing, when that was no part of a trace.</returns>
    public static ActivityContext Take(object message, IActorRef receiver)
    {
        if (!Sent.TryGetValue(message, out var senders))
            return default;
        lock (senders)
        {
            for (var i = 0; i < senders.Count; i++)
            {
                if (!ReferenceEquals(senders[i].Receiver, receiver))
                    continue;
                var sender = senders[i].Sender;
                senders.RemoveAt(i);
                return sender;
            }
        }
        return default;
    }
}
