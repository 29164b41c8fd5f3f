namespace AutoInstr.Agent.Sources.Actors;

/// <summary>Orleans: calls of grains, their activation and their storage. The cluster talking to itself
/// (Microsoft.Orleans.Runtime) is left out.</summary>
internal sealed class OrleansInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "ORLEANS";

    /// <inheritdoc/>
    public override string Library => "Orleans 10, with AddActivityPropagation";

    /// <inheritdoc/>
    public override string Spans => "client and server spans of grain calls, activations, storage";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
        ["Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Orleans.Core"];
}
