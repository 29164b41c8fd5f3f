namespace AutoInstr.Agent.Sources.Mediators;

/// <summary>MediatR: its patch makes the spans.</summary>
internal sealed class MediatRInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "MEDIATR";

    /// <inheritdoc/>
    public override string Library => "MediatR 5";

    /// <inheritdoc/>
    public override string Spans => "spans of requests and notifications";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.MediatR"];
}
