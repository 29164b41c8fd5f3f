namespace AutoInstr.Agent.Sources.Web;

/// <summary>Hot Chocolate: spans where the application calls AddInstrumentation.</summary>
internal sealed class HotChocolateInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "HOTCHOCOLATE";

    /// <inheritdoc/>
    public override string Library => "HotChocolate, with AddInstrumentation";

    /// <inheritdoc/>
    public override string Spans => "spans of operations";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["HotChocolate.Diagnostics"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["HotChocolate.Diagnostics"];

    /// <inheritdoc/>
    public override string Unverified => "the package could not be had";
}
