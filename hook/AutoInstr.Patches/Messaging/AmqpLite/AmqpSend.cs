using System.Diagnostics;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>A message on its way out, until the peer says what became of it.</summary>
internal sealed class AmqpSend
{
    private static readonly MessageOperation Operation = new("amqp", "send", "send", ActivityKind.Producer);
    private static readonly ConditionalWeakTable<Message, AmqpSend> Pending = [];

    private readonly Activity _activity;
    private readonly Message _message;
    private readonly ApplicationProperties? _own;
    private readonly bool _isAcknowledged;

    private AmqpSend(Activity activity, Message message, bool isAcknowledged)
    {
        (_activity, _message, _own, _isAcknowledged) = (activity, message, message.ApplicationProperties, isAcknowledged);
        // The message is the application's: it has the context only while it is encoded.
        if (AmqpContext.With(activity, _own) is { } properties)
            message.ApplicationProperties = properties;
        if (isAcknowledged)
            Pending.AddOrUpdate(message, this);
    }

    /// <summary>Starts the span.</summary>
    /// <param name="link">Where the message goes.</param>
    /// <param name="message">The message.</param>
    /// <param name="callback">What is told of the outcome; nobody, where the message is settled as it is sent.</param>
    public static AmqpSend? Start(SenderLink link, Message message, ref OutcomeCallback? callback)
    {
        if (!AmqpSpan.Source.HasListeners() || AmqpLinks.Address(link) == null)
            return null;
        var activity = MessageSpan.Start(AmqpSpan.Source, Operation, AmqpSpan.Destination(link, message));
        if (activity == null)
            return null;
        AmqpSpan.Describe(activity, link, message);
        var send = new AmqpSend(activity, message, callback != null);
        if (callback is { } told)
        {
            callback = (sender, sent, outcome, state) =>
            {
                send.Complete(outcome);
                told(sender, sent, outcome, state);
            };
        }
        return send;
    }

    /// <summary>The call returned: what was current is so again, and the message as it was.</summary>
    public void Return(Exception? exception)
    {
        _message.ApplicationProperties = _own;
        if (exception != null || !_isAcknowledged)
            End(exception?.GetType().FullName, exception?.Message);
        else if (Activity.Current == _activity)
            Activity.Current = _activity.Parent;
    }

    /// <summary>Nobody waits any longer for what becomes of a message.</summary>
    public static void Cancel(Message message)
    {
        if (Pending.TryGetValue(message, out var send))
            send.End(typeof(TimeoutException).FullName, null);
    }

    /// <summary>Runs on the connection's thread, outside of the guards of a patch.</summary>
    private void Complete(Outcome? outcome)
    {
        try
        {
            switch (outcome)
            {
                case null or Accepted:
                    End(null, null);
                    break;
                case Rejected { Error: { } error }:
                    End(error.Condition?.ToString() ?? nameof(Rejected), error.Description);
                    break;
                default:
                    End(outcome.GetType().Name, null);
                    break;
            }
        }
        catch (Exception)
        {
            // The application hears of the outcome whatever became of the span.
        }
    }

    private void End(string? errorType, string? description)
    {
        if (Pending.TryGetValue(_message, out var pending) && pending == this)
            Pending.Remove(_message);
        if (_activity.IsStopped)
            return;
        if (errorType != null)
            _activity.Fail(errorType, description);
        _activity.EndElsewhere();
    }
}
