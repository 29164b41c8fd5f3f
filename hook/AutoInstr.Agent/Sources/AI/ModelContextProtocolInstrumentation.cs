namespace AutoInstr.Agent.Sources.AI;

/// <summary>The Model Context Protocol's SDK: its spans follow the conventions, and the context travels in the messages.</summary>
internal sealed class ModelContextProtocolInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "MODELCONTEXTPROTOCOL";

    /// <inheritdoc/>
    public override string Library => "ModelContextProtocol 2";

    /// <inheritdoc/>
    public override string Spans => "client and server spans";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Experimental.ModelContextProtocol"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["ModelContextProtocol.Core"];
}
