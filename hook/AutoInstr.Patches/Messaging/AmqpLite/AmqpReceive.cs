using System.Diagnostics;
using Amqp;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>A call that waits for a message; one that waits in vain leaves no span.</summary>
internal sealed class AmqpReceive
{
    private static readonly MessageOperation Operation = new("amqp", "receive", "receive", ActivityKind.Client);

    private readonly Activity? _around = Activity.Current;
    private readonly long _start = MessageSpan.Now(AmqpSpan.Source);

    private AmqpReceive()
    {
    }

    /// <summary>Begins to wait.</summary>
    public static AmqpReceive? Start() => AmqpSpan.Source.HasListeners() ? new() : null;

    /// <summary>The message is there: a span of the time since then, linked to what sent it.</summary>
    public void End(ReceiverLink link, Message? message, Exception? exception)
    {
        if (message == null && exception == null)
            return;
        var sender = AmqpContext.Extract(message?.ApplicationProperties);
        var current = Activity.Current;
        Activity.Current = _around;
        var activity = MessageSpan.Start(
            AmqpSpan.Source, Operation, AmqpSpan.Destination(link, message), links: MessageContext.Link(sender), start: _start);
        if (activity != null)
        {
            AmqpSpan.Describe(activity, link, message);
            activity.End(exception);
        }
        Activity.Current = current;
    }
}
