using System.Data.Common;

namespace Libraries.Databases;

/// <summary>SQL Server's drivers: a command that is answered, and one that is refused.</summary>
static class SqlServer
{
    public static async Task RunAsync(Func<string, DbConnection> connect, string connectionString)
    {
        await using DbConnection connection = connect(connectionString);
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM customers WHERE id = 7";
        Console.WriteLine(await command.ExecuteScalarAsync());
        try
        {
            command.CommandText = "SELECT name FROM missing";
            command.ExecuteNonQuery();
        }
        catch (DbException exception)
        {
            Console.WriteLine($"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
