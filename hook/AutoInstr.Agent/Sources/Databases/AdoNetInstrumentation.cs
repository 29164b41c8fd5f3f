namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Commands of ADO.NET providers that are patched (AutoInstr.Patches/Databases).</summary>
/// <param name="id">Part of the switch.</param>
/// <param name="library">The library and the versions covered.</param>
/// <param name="source">The source of the patch.</param>
internal sealed class AdoNetInstrumentation(string id, string library, string source) : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Library => library;

    /// <inheritdoc/>
    public override string Spans => "commands";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [source];
}
