namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>RabbitMQ.Client 6, of which a patch makes the spans; version 7 makes its own.</summary>
internal sealed class RabbitMq6Instrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "RABBITMQ";

    /// <inheritdoc/>
    public override string Library => "RabbitMQ.Client 6";

    /// <inheritdoc/>
    public override string Spans => "publish, fetch, deliver";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.RabbitMQ.Client"];
}
