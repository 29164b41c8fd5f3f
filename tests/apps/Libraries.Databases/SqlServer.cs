using System.Data.Common;

namespace Libraries.Databases;

/// <summary>SQL Server's drivers: one command, of which the outcome is printed.</summary>
static class SqlServer
{
    public static async Task RunAsync(Func<string, DbConnection> connect, string connectionString)
    {
        await using DbConnection connection = connect(connectionString);
        try
        {
            await connection.OpenAsync();
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = "SELECT name FROM customers WHERE id = 7";
            Console.WriteLine(await command.ExecuteScalarAsync());
        }
        catch (DbException exception)
        {
            Console.WriteLine(exception.GetType().Name);
        }
    }
}
