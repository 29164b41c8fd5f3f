using System.Data.Common;

namespace Libraries.Databases;

/// <summary>What any program does with any ADO.NET driver: tables, parameters, literals, readers, a transaction and a mistake.</summary>
static class AdoNet
{
    /// <param name="connect">Makes a connection.</param>
    /// <param name="connectionString">Where to.</param>
    /// <param name="mark">What parameters begin with in the text.</param>
    public static async Task RunAsync(Func<string, DbConnection> connect, string connectionString, string mark = "@")
    {
        await using DbConnection connection = connect(connectionString);
        await connection.OpenAsync();

        await ExecuteAsync(connection, "DROP TABLE IF EXISTS orders");
        await ExecuteAsync(connection, "CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(50))");
        await ExecuteAsync(connection, $"INSERT INTO orders (id, customer) VALUES ({mark}id, {mark}customer)", ("id", 1), ("customer", "Ada"));
        await ExecuteAsync(connection, "INSERT INTO orders (id, customer) VALUES (2, 'Grace')");

        await using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = "SELECT id, customer FROM orders WHERE customer <> 'nobody' ORDER BY id";
            await using DbDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                Console.WriteLine($"{reader.GetInt32(0)} {reader.GetString(1)}");
        }

        await using (DbTransaction transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, transaction, "UPDATE orders SET customer = 'Mary' WHERE id = 2");
            await transaction.CommitAsync();
        }

        await using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = "SELECT COUNT(*) FROM orders";
            Console.WriteLine($"count {command.ExecuteScalar()}");
        }

        try
        {
            await ExecuteAsync(connection, "SELECT * FROM missing WHERE id = 7");
        }
        catch (DbException exception)
        {
            Console.WriteLine($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static Task ExecuteAsync(DbConnection connection, string sql, params (string Name, object Value)[] parameters) =>
        ExecuteAsync(connection, null, sql, parameters);

    private static async Task ExecuteAsync(
        DbConnection connection, DbTransaction? transaction, string sql, params (string Name, object Value)[] parameters)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }
}
