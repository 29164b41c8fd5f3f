namespace AutoInstr.Agent.Sources.Actors;

/// <summary>Akka.NET: its patch makes the spans.</summary>
internal sealed class AkkaInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "AKKA";

    /// <inheritdoc/>
    public override string Library => "Akka.NET 1.5 (1.5.71 and later)";

    /// <inheritdoc/>
    public override string Spans => "consumer spans of messages to local actors";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.Akka"];
}
