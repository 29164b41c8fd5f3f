using System.Data;
using System.Data.Common;
using System.Diagnostics;

/// <summary>Every method that executes a command, each once, and what is the current activity after it.</summary>
static class EveryMethod
{
    public static async Task RunAsync(Func<string, DbConnection> connect, string connectionString, string from = "")
    {
        await using DbConnection connection = connect(connectionString);
        connection.Open();
        Activity? work = Activity.Current;

        Show(Command(1).ExecuteScalar());
        Show(await Command(2).ExecuteScalarAsync());
        using (DbDataReader reader = Command(3).ExecuteReader())
            Show(reader.Read() ? reader.GetValue(0) : null);
        using (DbDataReader reader = Command(4).ExecuteReader(CommandBehavior.SingleRow))
            Show(reader.Read() ? reader.GetValue(0) : null);
        using (DbDataReader reader = await Command(5).ExecuteReaderAsync())
            Show(reader.Read() ? reader.GetValue(0) : null);
        using (DbDataReader reader = await Command(6).ExecuteReaderAsync(CommandBehavior.SingleRow))
            Show(reader.Read() ? reader.GetValue(0) : null);
        Show(Command(7).ExecuteNonQuery());
        Show(await Command(8).ExecuteNonQueryAsync());
        await ShowFailureAsync(() => Task.FromResult(Command(9, "absent").ExecuteScalar()));
        await ShowFailureAsync(() => Command(10, "absent").ExecuteScalarAsync());
        Show(Command(11).ExecuteScalar());

        DbCommand Command(int number, string? column = null)
        {
            DbCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT {column ?? number.ToString()} AS n{number}{from}";
            return command;
        }

        void Show(object? value) => Console.WriteLine($"{value} {Activity.Current == work}");

        async Task ShowFailureAsync(Func<Task<object?>> execute)
        {
            try
            {
                Show(await execute());
            }
            catch (DbException exception)
            {
                Show(exception.GetType().Name + ": " + exception.Message);
            }
        }
    }
}
