namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>AMQPNetLite: its patch makes the spans.</summary>
internal sealed class AmqpNetLiteInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "AMQPNETLITE";

    /// <inheritdoc/>
    public override string Library => "AMQPNetLite 2.5";

    /// <inheritdoc/>
    public override string Spans => "send, receive, process";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.AMQPNetLite"];
}
