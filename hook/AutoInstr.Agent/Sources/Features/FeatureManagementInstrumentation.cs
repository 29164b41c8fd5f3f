namespace AutoInstr.Agent.Sources.Features;

/// <summary>Microsoft.FeatureManagement: flags whose telemetry is on.</summary>
internal sealed class FeatureManagementInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "FEATUREMANAGEMENT";

    /// <inheritdoc/>
    public override string Library => "Microsoft.FeatureManagement 4";

    /// <inheritdoc/>
    public override string Spans => "evaluation spans";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Microsoft.FeatureManagement"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Microsoft.FeatureManagement"];
}
