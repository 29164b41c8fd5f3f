using Npgsql;

namespace Libraries.Databases;

/// <summary>What Npgsql has beyond ADO.NET: a data source with a pool, a batch, and a connection that cannot be made.</summary>
static class NpgsqlOnly
{
    public static async Task RunAsync(string connectionString)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using (NpgsqlBatch batch = source.CreateBatch())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 'two'"));
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
            do
            {
                while (await reader.ReadAsync())
                    Console.WriteLine(reader.GetValue(0));
            }
            while (await reader.NextResultAsync());
        }

        await using (NpgsqlConnection connection = await source.OpenConnectionAsync())
        {
            await using var setup = new NpgsqlCommand("CREATE TABLE IF NOT EXISTS copied (id INT)", connection);
            await setup.ExecuteNonQueryAsync();
            await using NpgsqlBinaryImporter writer =
                await connection.BeginBinaryImportAsync("COPY copied (id) FROM STDIN (FORMAT BINARY)");
            await writer.StartRowAsync();
            await writer.WriteAsync(3);
            Console.WriteLine($"copied {await writer.CompleteAsync()}");
        }

        var wrong = new NpgsqlConnectionStringBuilder(connectionString) { Database = "absent", Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(wrong.ConnectionString);
            await connection.OpenAsync();
        }
        catch (PostgresException exception)
        {
            Console.WriteLine(exception.SqlState);
        }
    }
}
