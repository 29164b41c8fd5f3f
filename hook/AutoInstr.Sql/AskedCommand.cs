using System.Data;
using System.Data.Common;

namespace AutoInstr.Sql;

/// <summary>What a command of an ADO.NET provider says of itself; empty where it says nothing.</summary>
/// <param name="Type">What its text is.</param>
/// <param name="Text">The text.</param>
/// <param name="Database">The connection's database.</param>
internal readonly record struct AskedCommand(CommandType Type, string Text, string Database)
{
    /// <summary>Whether the text is SQL; not every provider bothers to say so.</summary>
    public bool IsSql => Type is not (CommandType.StoredProcedure or CommandType.TableDirect);

    /// <summary>Asks a command.</summary>
    public static AskedCommand Of(DbCommand command)
    {
        (CommandType type, string? text, string? database) = (CommandType.Text, null, null);
        try
        {
            (type, text) = (command.CommandType, command.CommandText);
            database = command.Connection?.Database;
        }
        catch (Exception)
        {
            // A command or connection that cannot be asked; what is wrong with it, the call itself says to the application.
        }

        return new AskedCommand(type, text ?? "", database ?? "");
    }
}
