using System.Diagnostics;
using Amqp;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>The callback that an application gave a link, with a consumer span around each message.</summary>
/// <param name="callback">The application's.</param>
internal sealed class AmqpProcess(MessageCallback callback)
{
    private static readonly MessageOperation Operation = new("amqp", "process", "process", ActivityKind.Consumer);

    /// <summary>Calls it.</summary>
    public void Invoke(IReceiverLink receiver, Message message)
    {
        var current = Activity.Current;
        var activity = Start(receiver, message);
        if (activity == null)
        {
            callback(receiver, message);
            return;
        }
        Exception? thrown = null;
        try
        {
            callback(receiver, message);
        }
        catch (Exception exception)
        {
            thrown = exception;
            throw;
        }
        finally
        {
            End(activity, thrown, current);
        }
    }

    private static void End(Activity activity, Exception? exception, Activity? current)
    {
        try
        {
            activity.End(exception);
            Activity.Current = current;
        }
        catch (Exception)
        {
            // What the callback did is what counts, whatever became of the span.
        }
    }

    private static Activity? Start(IReceiverLink receiver, Message message)
    {
        try
        {
            if (!AmqpSpan.Source.HasListeners() || receiver is not ReceiverLink link || message == null)
                return null;
            var activity = MessageSpan.StartApart(
                AmqpSpan.Source, Operation, AmqpSpan.Destination(link, message), AmqpContext.Extract(message.ApplicationProperties));
            if (activity != null)
            {
                AmqpSpan.Describe(activity, link, message);
                AmqpContext.AddBaggage(activity, message);
            }
            return activity;
        }
        catch (Exception)
        {
            // The application gets its message whatever became of the span.
            return null;
        }
    }
}
