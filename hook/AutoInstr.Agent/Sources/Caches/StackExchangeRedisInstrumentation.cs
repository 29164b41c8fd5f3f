namespace AutoInstr.Agent.Sources.Caches;

/// <summary>Redis through StackExchange.Redis, of which a patch makes the spans.</summary>
internal sealed class StackExchangeRedisInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "STACKEXCHANGEREDIS";

    /// <inheritdoc/>
    public override string Library => "StackExchange.Redis 2.1 - 3";

    /// <inheritdoc/>
    public override string Spans => "commands, transactions, batches";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["AutoInstr.StackExchange.Redis"];
}
