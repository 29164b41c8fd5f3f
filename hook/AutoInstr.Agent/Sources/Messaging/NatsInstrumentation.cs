using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>NATS.Net, which has its own source and carries the context in the message's headers.</summary>
internal sealed class NatsInstrumentation : Instrumentation
{
    /// <summary>What the library writes as text and the conventions have as a number.</summary>
    private static readonly string[] Numbers = ["server.port", "network.peer.port", "messaging.message.body.size",
        "messaging.message.envelope.size"];

    /// <inheritdoc/>
    public override string Id => "NATS";

    /// <inheritdoc/>
    public override string Library => "NATS.Net 2 - 3";

    /// <inheritdoc/>
    public override string Spans => "publish, request, subscribe, receive";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["NATS.Net"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["NATS.Client.Core"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        // The library lets applications start spans of their own on its source; those say nothing of messages.
        if (activity.GetTagItem("messaging.operation") is not string operation)
            return true;
        foreach (string key in Numbers)
            activity.MakeTagNumber(key);
        bool isTemporary = activity.GetTagItem("messaging.destination.temporary") is "true" or "True";
        activity.SetTag("messaging.destination.temporary", isTemporary ? true : null);
        activity.RenameTag("messaging.client_id", "messaging.client.id");
        activity.RemoveTag("messaging.operation");
        activity.RemoveTag("messaging.nats.message.subject");
        activity.RemoveTag("messaging.destination_publish.name");
        MessagingSpan.DropLocalAddresses(activity);
        activity.EnsureErrorType();
        var destination = activity.GetTagItem("messaging.destination.template") as string
            ?? activity.GetTagItem("messaging.destination.name") as string;
        MessagingSpan.Describe(
            activity, operation is "publish" or "request" ? "send" : operation is "receive" ? "receive" : null, operation, destination);
        return true;
    }
}
