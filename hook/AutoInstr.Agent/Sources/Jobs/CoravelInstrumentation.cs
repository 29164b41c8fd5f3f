namespace AutoInstr.Agent.Sources.Jobs;

/// <summary>Coravel: its patch makes the spans.</summary>
internal sealed class CoravelInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "CORAVEL";

    /// <inheritdoc/>
    public override string Library => "Coravel 6";

    /// <inheritdoc/>
    public override string Spans => "spans of scheduled and queued tasks";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.Coravel"];
}
