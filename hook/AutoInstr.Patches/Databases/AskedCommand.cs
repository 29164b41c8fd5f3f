using System.Data;
using System.Data.Common;
using AutoInstr.Sql;

namespace AutoInstr.Patches.Databases;

/// <summary>What a command of an ADO.NET provider says of itself; empty where it says nothing.</summary>
/// <param name="Type">What its text is.</param>
/// <param name="Text">The text.</param>
/// <param name="Database">The connection's database.</param>
/// <param name="Server">Where the connection leads to, when that is a server.</param>
/// <param name="Port">The server's port, when it is named.</param>
internal readonly record struct AskedCommand(CommandType Type, string Text, string Database, string Server, int? Port)
{
    /// <summary>Whether the text is SQL; not every provider bothers to say so.</summary>
    public bool IsSql => Type is not (CommandType.StoredProcedure or CommandType.TableDirect);

    /// <summary>Asks a command.</summary>
    public static AskedCommand Of(DbCommand command, AdoNetProvider provider)
    {
        (CommandType type, string? text, string? database, string? server, int? port) = (CommandType.Text, null, null, null, null);
        try
        {
            (type, text) = (command.CommandType, command.CommandText);
            DbConnection? connection = command.Connection;
            database = connection?.Database;
            if (provider.IsNetworked && connection is not null)
                (server, port) = (connection.DataSource, ServerPort.Of(connection));
        }
        catch (Exception)
        {
            // A command or connection that cannot be asked; what is wrong with it, the call itself says to the application.
        }

        return new AskedCommand(type, text ?? "", database ?? "", server ?? "", port);
    }
}
