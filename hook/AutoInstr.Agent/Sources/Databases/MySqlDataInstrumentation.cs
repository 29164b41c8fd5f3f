using System.Diagnostics;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>MySQL through Oracle's MySql.Data (Connector/NET), which has its own source.</summary>
/// <remarks>The text of a command is there only when the application gives it to the constructor of the command.</remarks>
internal sealed class MySqlDataInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "MYSQLDATA";

    /// <inheritdoc/>
    public override string Library => "MySql.Data 8.1 - 26";

    /// <inheritdoc/>
    public override string Spans => "commands, failing connections";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["connector-net"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["MySql.Data"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <summary>Keeps the span of a connection, which lasts until the connection is closed, from
    /// becoming the parent of all in between.</summary>
    public override void OnStart(Activity activity)
    {
        if (IsConnection(activity))
            Activity.Current = activity.Parent;
    }

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.TakeStatusFromTags();
        activity.EnsureErrorType();
        if (IsConnection(activity))
        {
            // One that could be made says nothing but how long the application held it.
            if (activity.Status != ActivityStatusCode.Error)
                return false;
            DatabaseSpan.RenameOldAttributes(activity);
            activity.SetTag("db.system.name", "mysql");
            activity.DisplayName = "CONNECT";
            return true;
        }

        if (activity.GetTagItem("db.statement") is string sql && AdoNetProvider.MySqlData.Sends(sql))
            return false;
        DatabaseSpan.RenameOldAttributes(activity);
        DatabaseSpan.Describe(activity, SqlDialect.MySql);
        return true;
    }

    private static bool IsConnection(Activity activity) => activity.OperationName is "Connection" or "Connection (pooled)";
}
