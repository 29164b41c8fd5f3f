namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Marten, whose own source speaks of sessions and projections once the application
/// asks for it; its commands are Npgsql's.</summary>
internal sealed class MartenInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "MARTEN";

    /// <inheritdoc/>
    public override string Library => "Marten 7 - 9";

    /// <inheritdoc/>
    public override string Spans => "sessions and projections, where the application turns them on";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Marten"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Marten"];

    /// <inheritdoc/>
    public override string Unverified => "a package that Marten needs is not to be had where this is built";
}
