namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>Kafka through Confluent.Kafka, of which a patch makes the spans.</summary>
internal sealed class KafkaInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "KAFKA";

    /// <inheritdoc/>
    public override string Library => "Confluent.Kafka 1.9 - 2";

    /// <inheritdoc/>
    public override string Spans => "produce, consume";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.Confluent.Kafka"];
}
