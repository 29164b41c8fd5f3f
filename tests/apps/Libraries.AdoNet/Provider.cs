using System.Data.Common;

/// <summary>The providers, each behind a method of its own so that only the one in use is loaded.</summary>
static class Provider
{
    public static Func<string, DbConnection> Named(string name) => name switch
    {
        "microsoft.data.sqlite" => MicrosoftDataSqlite,
        "system.data.sqlite" => SystemDataSqlite,
        "duckdb" => DuckDb,
        "firebird" => Firebird,
        "mysql.data" => MySqlData,
        "none" => _ => throw new NotSupportedException(),
        _ => throw new ArgumentException($"No such provider: {name}"),
    };

    private static DbConnection MicrosoftDataSqlite(string connectionString) =>
        new Microsoft.Data.Sqlite.SqliteConnection(connectionString);

    private static DbConnection SystemDataSqlite(string connectionString) => new System.Data.SQLite.SQLiteConnection(connectionString);

    private static DbConnection DuckDb(string connectionString) => new DuckDB.NET.Data.DuckDBConnection(connectionString);

    private static DbConnection Firebird(string connectionString) => new FirebirdSql.Data.FirebirdClient.FbConnection(connectionString);

    private static DbConnection MySqlData(string connectionString) => new MySql.Data.MySqlClient.MySqlConnection(connectionString);
}
