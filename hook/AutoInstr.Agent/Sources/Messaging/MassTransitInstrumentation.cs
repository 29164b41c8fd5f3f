using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>MassTransit 8, which has its own source, with names from before the current conventions.</summary>
internal sealed class MassTransitInstrumentation : Instrumentation
{
    /// <summary><see cref="Id"/>, for the library under it to ask.</summary>
    public const string Switch = "MASSTRANSIT";

    private const string Loopback = "loopback";

    /// <summary>Characters that MassTransit makes up for the endpoint of one bus: <c>host_App_bus_4o7oyygn1aw1itcnbdxwt4jyde</c>.</summary>
    private const int BusIdLength = 26;

    /// <inheritdoc/>
    public override string Id => Switch;

    /// <inheritdoc/>
    public override string Library => "MassTransit 8";

    /// <inheritdoc/>
    public override string Spans => "send, receive, process";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["MassTransit"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["MassTransit"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.ClearOkStatus();
        activity.EnsureErrorType();

        // RabbitMQ.Client writes into whatever span is current, here the size of the frame that confirms.
        activity.RemoveTag("messaging.message.envelope.size");
        MessagingSpan.DropLocalAddresses(activity);
        activity.RemoveTag("peer.address");
        activity.MakeTagNumber("messaging.message.body.size");
        activity.RenameTag("messaging.masstransit.message_id", "messaging.message.id");
        if (activity.GetTagItem("messaging.operation") is not string operation)
            return true;
        activity.RemoveTag("messaging.operation");
        if (activity.GetTagItem("messaging.system") is null && SystemOf(activity) is { } system)
            activity.SetTag("messaging.system", system);
        MessagingSpan.Describe(activity, operation, operation, NameDestination(activity, operation));
        return true;
    }

    /// <summary>The spans of consumers name the destination only as <c>{destination} {operation}</c>.</summary>
    /// <returns>The destination, or <see langword="null"/> when it exists for one bus only.</returns>
    private static string? NameDestination(Activity activity, string operation)
    {
        var destination = activity.GetTagItem("messaging.destination.name") as string;
        if (destination is null && activity.OperationName.Length > operation.Length + 1
            && activity.OperationName.EndsWith(operation, StringComparison.Ordinal))
        {
            destination = activity.OperationName[..^(operation.Length + 1)];
            activity.SetTag("messaging.destination.name", destination);
        }

        if (destination is null)
            return null;
        int bus = destination.LastIndexOf("_bus_", StringComparison.Ordinal);
        if (bus < 0 || destination.Length - bus - "_bus_".Length != BusIdLength)
            return destination;
        activity.SetTag("messaging.destination.temporary", true);
        return null;
    }

    private static string? SystemOf(Activity activity)
    {
        var address = activity.GetTagItem("messaging.masstransit.input_address") as string
            ?? activity.GetTagItem("messaging.masstransit.source_address") as string;
        int scheme = address?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return scheme < 0 ? null : address![..scheme] switch
        {
            Loopback => "in-memory",
            "rabbitmqs" => "rabbitmq",
            "sb" => "servicebus",
            "amazonsqs" => "aws_sqs",
            var other => other,
        };
    }
}
