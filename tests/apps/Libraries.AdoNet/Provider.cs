using System.Data.Common;

/// <summary>The providers, each behind a method of its own so that only the one in use is loaded.</summary>
static class Provider
{
    public static Func<string, DbConnection> Named(string name) => name switch
    {
        "microsoft.data.sqlite" => MicrosoftDataSqlite,
        _ => throw new ArgumentException($"No such provider: {name}"),
    };

    private static DbConnection MicrosoftDataSqlite(string connectionString) => new Microsoft.Data.Sqlite.SqliteConnection(connectionString);
}
