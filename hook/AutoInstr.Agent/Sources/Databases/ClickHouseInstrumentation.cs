using System.Diagnostics;
using System.Reflection;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>ClickHouse.Driver, which has its own source, with old names, and without the SQL unless it is told to add it.</summary>
internal sealed class ClickHouseInstrumentation : Instrumentation
{
    private readonly LibraryOptions _options = new();

    /// <inheritdoc/>
    public override string Id => "CLICKHOUSE";

    /// <inheritdoc/>
    public override string Library => "ClickHouse.Driver 1";

    /// <inheritdoc/>
    public override string Spans => "queries, inserts";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["ClickHouse.Driver"];

    /// <inheritdoc/>
    public override string Assembly => "ClickHouse.Driver";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override LibraryCopies Copies => LibraryCopies.Each;

    /// <summary>Asks the library for the SQL, of which <see cref="OnStop"/> takes the literals out.</summary>
    public override IDisposable? Attach(AttachContext context)
    {
        Type? options = context.Library.GetType("ClickHouse.Driver.Diagnostic.ClickHouseDiagnosticsOptions");
        PropertyInfo? length = options?.GetProperty("StatementMaxLength");
        // Where the application wants the SQL itself, it also says how much of it.
        if (options?.GetProperty("IncludeSqlInActivityTags") is { } includeSql && includeSql.GetValue(null) is false)
        {
            _options.Add(
                context,
                new(() => includeSql.GetValue(null), include => includeSql.SetValue(null, include), true),
                new(() => length?.GetValue(null), most => length?.SetValue(null, most), SqlSanitizer.MaxLength));
        }
        return null;
    }

    /// <inheritdoc/>
    public override bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options)
    {
        _options.Set();
        return true;
    }

    /// <inheritdoc/>
    public override void OnDeferred() => _options.Restore();

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        DatabaseSpan.RenameOldAttributes(activity);
        activity.TakeStatusFromTags();
        activity.EnsureErrorType();

        // "localhost:8123/": host, port and path of the server.
        if (activity.GetTagItem("peer.service") is string server)
        {
            activity.RemoveTag("peer.service");
            ServerAddress.Set(activity, server);
        }

        // A backslash escapes, as in MySQL. Names in double quotes are taken for text with it, which is the safe mistake.
        DatabaseSpan.Describe(activity, SqlDialect.MySql);
        return true;
    }
}
