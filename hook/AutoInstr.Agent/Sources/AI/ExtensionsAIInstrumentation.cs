namespace AutoInstr.Agent.Sources.AI;

/// <summary>Microsoft.Extensions.AI: spans where the application puts UseOpenTelemetry into its pipeline.</summary>
internal sealed class ExtensionsAIInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "EXTENSIONSAI";

    /// <inheritdoc/>
    public override string Library => "Microsoft.Extensions.AI 10, with UseOpenTelemetry";

    /// <inheritdoc/>
    public override string Spans => "client spans of models";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Experimental.Microsoft.Extensions.AI"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Microsoft.Extensions.AI"];
}
