using System.Data;
using System.Data.Common;
using System.Diagnostics;
using AutoInstr.Agent.Sources;

namespace AutoInstr.Sql;

/// <summary>The client span of an ADO.NET command, as the command itself describes it.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/database/database-spans/.</remarks>
internal static class DescribedCommand
{
    /// <summary>Begins the span of a call, unless the provider itself sends the command.</summary>
    /// <param name="source">Where the span is from.</param>
    /// <param name="command">The command.</param>
    /// <param name="provider">Whose it is.</param>
    public static Activity? Start(ActivitySource source, DbCommand command, AdoNetProvider provider)
    {
        var asked = AskedCommand.Of(command);
        if (provider.Sends(asked.Text))
            return null;
        SqlText sql = asked.IsSql ? SqlSanitizer.Sanitize(asked.Text, provider.Dialect) : default;
        Activity? activity = source.StartActivity(sql.Summary ?? Name(asked, provider), ActivityKind.Client);
        if (activity is not { IsAllDataRequested: true })
            return activity;
        Describe(activity, asked, provider, sql);
        if (provider.IsNetworked)
            DescribeServer(activity, command);
        return activity;
    }

    /// <summary>Of a command without a summary: the operation with its target, else the database, else the product.</summary>
    private static string Name(in AskedCommand command, AdoNetProvider provider) => command.Type switch
    {
        CommandType.StoredProcedure => "EXECUTE " + command.Text,
        CommandType.TableDirect => "SELECT " + command.Text,
        _ => command.Database.Length > 0 ? command.Database : provider.System,
    };

    private static void Describe(Activity activity, in AskedCommand command, AdoNetProvider provider, in SqlText sql)
    {
        activity.AddTag("db.system.name", provider.System);
        switch (command.Type)
        {
            case CommandType.StoredProcedure:
                activity.AddTag("db.operation.name", "EXECUTE").AddTag("db.stored_procedure.name", command.Text);
                break;
            case CommandType.TableDirect:
                activity.AddTag("db.operation.name", "SELECT").AddTag("db.collection.name", command.Text);
                break;
            case var _ when command.Text.Length > 0:
                activity.AddTag("db.query.text", sql.Text);
                if (sql.Summary is not null)
                    activity.AddTag("db.query.summary", sql.Summary);
                break;
        }

        if (command.Database.Length > 0)
            activity.AddTag("db.namespace", command.Database);
    }

    private static void DescribeServer(Activity activity, DbCommand command)
    {
        try
        {
            if (command.Connection is not { DataSource: { Length: > 0 } server } connection)
                return;
            if (ServerPort.Of(connection) is { } port)
                activity.AddTag("server.port", port);
            ServerAddress.Set(activity, server);
        }
        catch (Exception)
        {
            // A connection that cannot be asked, as in AskedCommand.
        }
    }
}
