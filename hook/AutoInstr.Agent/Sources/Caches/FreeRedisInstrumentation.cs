namespace AutoInstr.Agent.Sources.Caches;

/// <summary>Redis through FreeRedis, of which a patch makes the spans.</summary>
internal sealed class FreeRedisInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "FREEREDIS";

    /// <inheritdoc/>
    public override string Library => "FreeRedis 1.5";

    /// <inheritdoc/>
    public override string Spans => "commands, pipelines";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.FreeRedis"];
}
