namespace AutoInstr.Agent.Sources;

/// <summary>The application's own methods that AUTOINSTR_TRACE_METHODS names; the patch is the engine's own.</summary>
internal sealed class TracedMethodsInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "METHODS";

    /// <inheritdoc/>
    public override string Library => "the application's own methods, as `AUTOINSTR_TRACE_METHODS` names them";

    /// <inheritdoc/>
    public override string Spans => "calls";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.Methods"];
}
