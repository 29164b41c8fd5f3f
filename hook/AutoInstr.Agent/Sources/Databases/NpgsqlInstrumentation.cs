using System.Diagnostics;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>PostgreSQL through Npgsql, which has its own source: current conventions in version 10, old ones in 8 and 9.</summary>
internal sealed class NpgsqlInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "NPGSQL";

    /// <inheritdoc/>
    public override string Library => "Npgsql 8 - 10";

    /// <inheritdoc/>
    public override string Spans => "connections, commands, batches, COPY";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Npgsql"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Npgsql"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        if (activity.GetTagItem("db.system") is not null)
        {
            DatabaseSpan.RenameOldAttributes(activity);
            activity.RemoveTag("db.connection_id");
        }

        activity.TakeStatusFromTags();
        if (activity.Status == ActivityStatusCode.Error && activity.GetTagItem("db.response.status_code") is null
            && activity.StatusDescription is { Length: 5 } sqlState)
        {
            activity.SetTag("db.response.status_code", sqlState);
            activity.SetTag("error.type", sqlState);
        }

        activity.EnsureErrorType();
        activity.MakeTagNumber("db.npgsql.rows");

        // The connection string without the password, with the user's name; and one process of the server, new with each connection.
        activity.RemoveTag("db.npgsql.data_source");
        activity.RemoveTag("db.npgsql.connection_id");
        if (!activity.OperationName.StartsWith("CONNECT", StringComparison.Ordinal))
            DatabaseSpan.Describe(activity, SqlDialect.Standard);
        return true;
    }
}
