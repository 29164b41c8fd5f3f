using System.Runtime.CompilerServices;
using ClickHouse.Driver.ADO;
using MySqlConnector;

/// <summary>Calls of databases that are not there: what their libraries say of the calls is what matters.</summary>
internal static class Databases
{
    /// <summary>Runs before the application's first line, which needs the SDK.</summary>
    [ModuleInitializer]
    internal static void LoadFirst()
    {
        if (Environment.GetCommandLineArgs()[^1] == "libraries-first")
            Load();
    }

    public static void Call()
    {
        try
        {
            using var connection = new MySqlConnection("Server=127.0.0.1;Port=1;User ID=a;Password=b");
            connection.Open();
        }
        catch (MySqlException)
        {
        }
        try
        {
            using var connection = new ClickHouseConnection("Host=127.0.0.1;Port=1;Protocol=http");
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT 'secret'";
            command.ExecuteScalar();
        }
        catch (HttpRequestException)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load() => GC.KeepAlive(new[] { typeof(MySqlConnection), typeof(ClickHouseConnection) });
}
