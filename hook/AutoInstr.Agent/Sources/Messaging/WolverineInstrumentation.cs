using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>Wolverine, which has its own source, with names from before the current conventions.</summary>
internal sealed class WolverineInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "WOLVERINE";

    /// <inheritdoc/>
    public override string Library => "WolverineFx 3 - 6";

    /// <inheritdoc/>
    public override string Spans => "send, receive, handlers";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Wolverine"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Wolverine"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        // wolverine.stopping.listener and the like: what the framework does when it starts and stops.
        if (activity.OperationName.StartsWith("wolverine.", StringComparison.Ordinal))
            return false;
        activity.ClearOkStatus();
        activity.EnsureErrorType();
        activity.RenameTag("messaging.message_id", "messaging.message.id");
        activity.MakeTagText("messaging.message.id");
        activity.RenameTag("messaging.conversation_id", "messaging.message.conversation_id");
        activity.RenameTag("messaging.message_payload_size_bytes", "messaging.message.body.size");
        activity.RenameTag("messaging.destination", "messaging.destination.name");
        activity.MakeTagText("messaging.destination.name");
        activity.RemoveTag("handler.type");
        if (activity.OperationName is "send" or "receive")
        {
            MessagingSpan.Describe(
                activity, activity.OperationName, activity.OperationName, activity.GetTagItem("messaging.destination.name") as string);
        }
        else if (activity.GetTagItem("messaging.message_type") is string message)
        {
            // A handler is named after the message: queues are an implementation detail of it, and a message handled in place has none.
            MessagingSpan.Describe(activity, "process", "process", message);
        }

        return true;
    }
}
