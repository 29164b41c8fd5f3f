using ClickHouse.Driver;
using ClickHouse.Driver.ADO;

namespace Libraries.Databases;

/// <summary>A scalar read over ClickHouse's HTTP interface, and a statement that the server refuses.</summary>
static class ClickHouseQueries
{
    public static async Task RunAsync(string connectionString)
    {
        await using var connection = new ClickHouseConnection(connectionString);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count() FROM visits WHERE country = 'NL'";
        Console.WriteLine(await command.ExecuteScalarAsync());
        try
        {
            command.CommandText = "SELECT * FROM missing";
            await command.ExecuteScalarAsync();
        }
        catch (ClickHouseServerException exception)
        {
            Console.WriteLine(exception.ErrorCode);
        }
    }
}
