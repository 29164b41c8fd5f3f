using System.Data.Common;
using System.Diagnostics;
using AdoNetLayers;

/// <summary>A provider that nobody knows, and a layer over one that is known.</summary>
static class Layers
{
    public static async Task RunUnknownAsync()
    {
        Activity? work = Activity.Current;
        using var command = new OracleOfNothing { CommandText = "SELECT 'why'" };
        Show(command.ExecuteScalar());
        Show(await command.ExecuteScalarAsync());
        Show(command.ExecuteNonQuery());
        Show(await command.ExecuteNonQueryAsync());
        using (DbDataReader reader = command.ExecuteReader())
            Show(reader.Read());
        using (DbDataReader reader = await command.ExecuteReaderAsync())
            Show(reader.Read());
        try
        {
            command.CommandText = "";
            await command.ExecuteScalarAsync();
        }
        catch (InvalidOperationException exception)
        {
            Show(exception.Message);
        }

        void Show(object? value) => Console.WriteLine($"{value} {Activity.Current == work}");
    }

    public static async Task RunDecoratedAsync(Func<string, DbConnection> connect, string connectionString)
    {
        await using DbConnection connection = connect(connectionString);
        connection.Open();
        await using var command = new CountingCommand(connection.CreateCommand()) { CommandText = "SELECT 7" };
        Console.WriteLine(command.ExecuteScalar());
        Console.WriteLine(await command.ExecuteScalarAsync());
        using (DbDataReader reader = command.ExecuteReader())
            Console.WriteLine(reader.Read());
        Console.WriteLine(command.Count);
    }
}
