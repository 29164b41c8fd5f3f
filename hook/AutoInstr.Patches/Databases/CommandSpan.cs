using System.Data;
using System.Data.Common;
using System.Diagnostics;

namespace AutoInstr.Patches.Databases;

/// <summary>The client spans of commands of ADO.NET providers.</summary>
/// <remarks>
/// What they are given is what the provider says. The agent's row of the same source makes of it what the conventions want: it takes the
/// literals out of the text, and knows which product the provider, given by its namespace, is for.
/// </remarks>
internal static class CommandSpan
{
    /// <summary>Begins the span of a call, unless the call is part of one that has a span: a provider's methods call each other.</summary>
    /// <param name="source">The provider's source.</param>
    /// <param name="command">The command.</param>
    /// <param name="isNetworked">Whether its connection leads to a server, not a file.</param>
    public static Activity? Start(ActivitySource source, DbCommand command, bool isNetworked)
    {
        if (!source.HasListeners() || DatabaseSpan.IsUnderWay(source))
            return null;
        Activity? activity = source.StartActivity("command", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
            Describe(activity, command, isNetworked);
        return activity;
    }

    private static void Describe(Activity activity, DbCommand command, bool isNetworked)
    {
        try
        {
            activity.AddTag("db.system.name", command.GetType().Namespace);
            if (command.CommandText is { Length: > 0 } text)
                DescribeText(activity, command.CommandType, text);
            if (command.Connection is not { } connection)
                return;
            if (connection.Database is { Length: > 0 } database)
                activity.AddTag("db.namespace", database);
            if (isNetworked && connection.DataSource is { Length: > 0 } server)
                activity.AddTag("server.address", server).AddTag("server.port", ServerPort.Of(connection));
        }
        catch (Exception)
        {
            // A command or connection that cannot be asked; what is wrong with it, the call itself says to the application.
        }
    }

    private static void DescribeText(Activity activity, CommandType type, string text)
    {
        switch (type)
        {
            case CommandType.StoredProcedure:
                activity.AddTag("db.operation.name", "EXECUTE").AddTag("db.stored_procedure.name", text);
                break;
            case CommandType.TableDirect:
                activity.AddTag("db.operation.name", "SELECT").AddTag("db.collection.name", text);
                break;
            default:
                activity.AddTag("db.query.text", text);
                break;
        }
    }
}
