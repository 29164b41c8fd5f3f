using Microsoft.Data.Sqlite;

namespace WrappedApp;

/// <summary>Microsoft.Data.Sqlite.</summary>
internal static class Database
{
    public static string Run(int seed)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.CreateFunction("twice", (long value) => value * 2);
        Execute(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, data BLOB)");
        using (var transaction = connection.BeginTransaction())
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO t (name, data) VALUES ($name, $data)";
            var name = insert.Parameters.Add("$name", SqliteType.Text);
            var data = insert.Parameters.Add("$data", SqliteType.Blob);
            for (var i = 0; i < 50; i++)
            {
                (name.Value, data.Value) = ($"row {i * seed}", new byte[] { (byte)i, 2 });
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT twice(id), name, data FROM t WHERE id % 7 = 0 ORDER BY id DESC";
        var rows = new List<string>();
        using (var reader = query.ExecuteReader())
        {
            while (reader.Read())
                rows.Add($"{reader.GetInt64(0)}/{reader.GetString(1)}/{reader.GetFieldValue<byte[]>(2).Length}");
        }
        var error = "";
        try
        {
            Execute(connection, "SELECT * FROM missing");
        }
        catch (SqliteException exception)
        {
            error = exception.Message;
        }
        return $"{string.Join(' ', rows)} {error}";
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
