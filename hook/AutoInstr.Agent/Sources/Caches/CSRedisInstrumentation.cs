namespace AutoInstr.Agent.Sources.Caches;

/// <summary>Redis through CSRedisCore, of which a patch makes the spans.</summary>
internal sealed class CSRedisInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "CSREDIS";

    /// <inheritdoc/>
    public override string Library => "CSRedisCore 3.8";

    /// <inheritdoc/>
    public override string Spans => "commands, pipelines";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.CSRedisCore"];
}
