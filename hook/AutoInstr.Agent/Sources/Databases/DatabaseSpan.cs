using System.Diagnostics;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Brings spans of database libraries to the current semantic conventions for database client spans.</summary>
internal static class DatabaseSpan
{
    /// <summary>Renames what the conventions before 1.25 called otherwise, and drops what says who connected, and how.</summary>
    public static void RenameOldAttributes(Activity activity)
    {
        activity.RenameTag("db.system", "db.system.name");
        activity.RenameTag("db.name", "db.namespace");
        activity.RenameTag("db.statement", "db.query.text");
        activity.RenameTag("db.operation", "db.operation.name");
        activity.RenameTag("db.sql.table", "db.collection.name");
        activity.RenameTag("net.peer.name", "server.address");
        activity.RenameTag("net.peer.port", "server.port");
        activity.RenameTag("net.peer.ip", "network.peer.address");
        activity.RemoveTag("net.transport");
        activity.RemoveTag("db.connection_string");
        activity.RemoveTag("db.user");
        activity.RemoveTag("thread.id");
        activity.RemoveTag("thread.name");
        activity.MakeTagNumber("server.port");
        if (activity.GetTagItem("server.address") is null && activity.GetTagItem("network.peer.address") is { } address)
            activity.SetTag("server.address", address);
    }

    /// <summary>Takes the literals out of db.query.text, and gives the span the name that the conventions say: the query's summary, else
    /// the operation with its target, else the database, else the system.</summary>
    /// <param name="activity">The span, its attributes being the current ones.</param>
    /// <param name="dialect">How to read its SQL.</param>
    public static void Describe(Activity activity, SqlDialect dialect)
    {
        string? summary = null;
        if (activity.GetTagItem("db.query.text") is string sql)
        {
            SqlText text = SqlSanitizer.Sanitize(sql, dialect);
            summary = text.Summary;
            activity.SetTag("db.query.text", text.Text);
            activity.SetTag("db.query.summary", summary);
        }

        activity.DisplayName = summary ?? OperationAndTarget(activity);
    }

    private static string OperationAndTarget(Activity activity)
    {
        var operation = activity.GetTagItem("db.operation.name") as string;
        string? target = activity.GetTagItem("db.collection.name") as string ?? activity.GetTagItem("db.stored_procedure.name") as string
            ?? activity.GetTagItem("db.namespace") as string;
        if (operation is null)
            return target ?? activity.GetTagItem("db.system.name") as string ?? activity.DisplayName;
        return target is null ? operation : $"{operation} {target}";
    }
}
