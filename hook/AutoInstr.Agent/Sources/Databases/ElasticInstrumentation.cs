namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Elasticsearch's clients, of which the common transport has a source that follows the conventions.</summary>
internal sealed class ElasticInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "ELASTICTRANSPORT";

    /// <inheritdoc/>
    public override string Library => "Elastic.Transport 0.4, Elastic.Clients.Elasticsearch 8 - 9";

    /// <inheritdoc/>
    public override string Spans => "requests";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Elastic.Transport"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Elastic.Transport"];

    /// <inheritdoc/>
    public override string Unverified => "the package is not to be had where this is built";
}
