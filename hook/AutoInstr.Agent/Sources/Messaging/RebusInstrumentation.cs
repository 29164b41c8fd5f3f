namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>Rebus: its patch makes the spans.</summary>
internal sealed class RebusInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "REBUS";

    /// <inheritdoc/>
    public override string Library => "Rebus 8.9";

    /// <inheritdoc/>
    public override string Spans => "send, process";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.Rebus"];
}
