using System.Diagnostics;
using System.Reflection;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>ClickHouse.Driver, which has its own source, with old names, and without the SQL unless it is told to add it.</summary>
internal sealed class ClickHouseInstrumentation : Instrumentation
{
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

    /// <summary>Asks the library for the SQL, of which <see cref="OnStop"/> takes the literals out.</summary>
    public override IDisposable? Attach(AttachContext context)
    {
        Type? options = Type.GetType("ClickHouse.Driver.Diagnostic.ClickHouseDiagnosticsOptions, ClickHouse.Driver");
        PropertyInfo? includeSql = options?.GetProperty("IncludeSqlInActivityTags");
        if (options is null || includeSql?.GetValue(null) is not false)
            return null;
        includeSql.SetValue(null, true);
        options.GetProperty("StatementMaxLength")?.SetValue(null, SqlSanitizer.MaxLength);
        return null;
    }

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
