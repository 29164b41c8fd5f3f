namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Commands of Entity Framework Core, where the ADO.NET provider under it makes no span
/// of its own (SQLite, Firebird, ...).</summary>
internal sealed class EntityFrameworkCoreInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "EFCORE";

    /// <inheritdoc/>
    public override string Library => "Microsoft.EntityFrameworkCore 6 - 10";

    /// <inheritdoc/>
    public override string Spans => "commands, over providers without spans of their own";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [EntityFrameworkCoreAdapter.SourceName];

    /// <inheritdoc/>
    public override string? Assembly => "Microsoft.EntityFrameworkCore.Relational";

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context) =>
        new EntityFrameworkCoreAdapter(context.Settings.IsInstrumentationEnabled);
}
