namespace AutoInstr.Agent.Sources.Databases;

/// <summary>SQL Server through either generation of SqlClient, which speak through the same DiagnosticListener.</summary>
/// <remarks>OpenTelemetry's own adapter makes the spans; it takes the literals out of the SQL and sums it up as this agent does.</remarks>
/// <param name="assembly">Name of the library's assembly, which is also the package's.</param>
/// <param name="versions">The versions covered.</param>
internal sealed class SqlClientInstrumentation(string assembly, string versions) : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "SQLCLIENT";

    /// <inheritdoc/>
    public override string Library => $"{assembly} {versions}";

    /// <inheritdoc/>
    public override string Spans => "commands";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["OpenTelemetry.Instrumentation.SqlClient"];

    /// <inheritdoc/>
    public override string Assembly => assembly;

    /// <inheritdoc/>
    public override IDisposable Attach(AttachContext context) => SqlClientAdapter.Start(context.Metrics.Measures(Id));
}
