using System.Data;
using System.Data.Common;

/// <summary>A stored procedure of Firebird's, and a command that fails at the server.</summary>
static class Procedure
{
    public static async Task RunAsync(Func<string, DbConnection> connect, string connectionString)
    {
        await using DbConnection connection = connect(connectionString);
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "CREATE OR ALTER PROCEDURE twice (n INTEGER) RETURNS (doubled INTEGER) AS BEGIN doubled = n * 2; END";
        await command.ExecuteNonQueryAsync();

        command.CommandType = CommandType.StoredProcedure;
        command.CommandText = "twice";
        DbParameter number = command.CreateParameter();
        number.ParameterName = "n";
        number.Value = 21;
        command.Parameters.Add(number);
        Console.WriteLine(await command.ExecuteScalarAsync());

        command.CommandType = CommandType.Text;
        command.Parameters.Clear();
        command.CommandText = "DELETE FROM missing WHERE id = 7";
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (DbException exception)
        {
            Console.WriteLine(exception.GetType().Name + ": " + exception.Message);
        }
    }
}
