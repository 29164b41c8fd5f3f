using System.ComponentModel;
using System.Diagnostics;
using System.Net.Mail;
using System.Runtime.CompilerServices;

namespace AutoInstr.Patches.Mail.Smtp;

/// <summary>A message that SmtpClient sends over the network.</summary>
internal static class SmtpSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("SmtpClient");

    /// <summary>Those that end with the event SendCompleted; a client sends one message at a time.</summary>
    private static readonly ConditionalWeakTable<SmtpClient, Activity> Pending = [];

    /// <summary>Starts the span. What only goes into a folder has none.</summary>
    public static Activity? Start(SmtpClient client)
    {
        if (!Source.HasListeners() || client.DeliveryMethod != SmtpDeliveryMethod.Network)
            return null;
        var activity = Source.StartActivity("Send smtp", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("network.protocol.name", "smtp");
            activity.SetTag("server.address", client.Host);
            activity.SetTag("server.port", client.Port);
        }
        return activity;
    }

    /// <summary>Starts a span that <see cref="Complete"/> ends.</summary>
    public static Activity? StartPending(SmtpClient client)
    {
        var activity = Start(client);
        if (activity != null)
            Pending.TryAdd(client, activity);
        return activity;
    }

    /// <summary>The call that started it is over: what was current there is so again.</summary>
    public static void Return(SmtpClient client, Activity? activity, Exception? exception)
    {
        if (activity == null)
            return;
        if (exception == null)
        {
            if (Activity.Current == activity)
                Activity.Current = activity.Parent;
            return;
        }
        if (Pending.TryGetValue(client, out var pending) && pending == activity)
            Pending.Remove(client);
        activity.End(exception);
    }

    /// <summary>Ends the span that is pending.</summary>
    public static void Complete(SmtpClient client, AsyncCompletedEventArgs result)
    {
        if (!Pending.TryGetValue(client, out var activity))
            return;
        Pending.Remove(client);
        if (result.Error is { } exception)
            activity.Fail(exception);
        else if (result.Cancelled)
            activity.Fail(typeof(OperationCanceledException).FullName!);
        activity.EndElsewhere();
    }
}
