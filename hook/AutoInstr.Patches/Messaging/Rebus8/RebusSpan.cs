using System.Diagnostics;
using Rebus.Messages;
using Rebus.Pipeline;
using Rebus.Pipeline.Send;

namespace AutoInstr.Patches.Messaging.Rebus8;

/// <summary>Messages that Rebus sends and dispatches; the context is in their headers.</summary>
internal static class RebusSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("Rebus");
    private static readonly MessageOperation Send = new("rebus", "send", "send", ActivityKind.Producer);
    private static readonly MessageOperation Process = new("rebus", "process", "process", ActivityKind.Consumer);

    /// <summary>Starts the span of a message that goes to the transport, and adds its context.</summary>
    public static Activity? StartSend(OutgoingStepContext context)
    {
        if (!Source.HasListeners() || context.Load<TransportMessage>() is not { Headers: { } headers })
            return null;
        var activity = MessageSpan.Start(Source, Send, Destination(context.Load<DestinationAddresses>()));
        if (activity == null)
            return null;
        Describe(activity, headers);
        if (PropagatedContext.Extract(headers, Read) == default)
            DistributedContextPropagator.Current.Inject(activity, headers, Write);
        return activity;
    }

    /// <summary>Starts the span of a message that is dispatched to its handlers, as a part of what sent it.</summary>
    public static Activity? StartProcess(IncomingStepContext context)
    {
        if (!Source.HasListeners() || context.Load<TransportMessage>() is not { Headers: { } headers })
            return null;
        var activity = MessageSpan.StartApart(Source, Process, null, PropagatedContext.Extract(headers, Read));
        if (activity == null)
            return null;
        // The queue is not known here; the type of the message is what tells one handler from the other.
        if (headers.TryGetValue(Headers.Type, out var type))
            activity.DisplayName = $"process {ShortName(type)}";
        Describe(activity, headers);
        PropagatedContext.AddBaggage(activity, headers, Read);
        return activity;
    }

    /// <summary>The one address; several are nobody's name.</summary>
    private static string? Destination(DestinationAddresses? addresses)
    {
        string? only = null;
        foreach (var address in addresses ?? new DestinationAddresses([]))
        {
            if (only != null)
                return null;
            only = address;
        }
        return only;
    }

    private static void Describe(Activity activity, Dictionary<string, string> headers)
    {
        if (!activity.IsAllDataRequested)
            return;
        activity.SetTag("messaging.message.id", headers.GetValueOrDefault(Headers.MessageId));
        activity.SetTag("messaging.message.conversation_id", headers.GetValueOrDefault(Headers.CorrelationId));
        activity.SetTag("rebus.message.type", headers.GetValueOrDefault(Headers.Type));
    }

    private static string ShortName(string assemblyQualified)
    {
        var comma = assemblyQualified.IndexOf(',', StringComparison.Ordinal);
        var type = comma < 0 ? assemblyQualified : assemblyQualified[..comma];
        return type[(type.LastIndexOfAny(['.', '+']) + 1)..];
    }

    private static void Write(object? carrier, string name, string value) => ((Dictionary<string, string>)carrier!).TryAdd(name, value);

    private static void Read(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        ((Dictionary<string, string>)carrier!).TryGetValue(name, out value);
    }
}
