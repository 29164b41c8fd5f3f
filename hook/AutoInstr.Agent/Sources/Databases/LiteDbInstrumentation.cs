namespace AutoInstr.Agent.Sources.Databases;

/// <summary>LiteDB, whose engine is patched (AutoInstr.Patches/Databases/LiteDb).</summary>
internal sealed class LiteDbInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "LITEDB";

    /// <inheritdoc/>
    public override string Library => "LiteDB 5";

    /// <inheritdoc/>
    public override string Spans => "operations on collections";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.LiteDB"];
}
