namespace AutoInstr.Sql;

/// <summary>What is known of an ADO.NET provider by its assembly.</summary>
/// <param name="System">The product, as db.system.name has it.</param>
/// <param name="Dialect">How to read its SQL.</param>
/// <param name="OwnSpans">Id of the row that takes the spans which the provider makes of its commands by itself, or
/// <see langword="null"/> when it makes none.</param>
/// <param name="IsNetworked">Whether a connection's DataSource is a server, not a file.</param>
internal sealed record AdoNetProvider(string System, SqlDialect Dialect, string? OwnSpans = null, bool IsNetworked = true)
{
    private static readonly AdoNetProvider Npgsql = new("postgresql", SqlDialect.Standard, "NPGSQL");
    private static readonly AdoNetProvider MySqlConnector = new("mysql", SqlDialect.MySql, "MYSQLCONNECTOR");
    private static readonly AdoNetProvider SqlClient = new("microsoft.sql_server", SqlDialect.Bracketed, "SQLCLIENT");
    private static readonly AdoNetProvider Sqlite = new("sqlite", SqlDialect.Bracketed, IsNetworked: false);
    private static readonly AdoNetProvider Oracle = new("oracle.db", SqlDialect.Standard, "ORACLEMDA");
    private static readonly AdoNetProvider Firebird = new("firebirdsql", SqlDialect.Standard);
    private static readonly AdoNetProvider Db2 = new("ibm.db2", SqlDialect.Standard);
    private static readonly AdoNetProvider DuckDb = new("duckdb", SqlDialect.Standard, IsNetworked: false);
    private static readonly AdoNetProvider Other = new("other_sql", SqlDialect.Standard, IsNetworked: false);

    /// <summary>MySql.Data, which sends commands of its own as well.</summary>
    public static readonly AdoNetProvider MySqlData = new("mysql", SqlDialect.MySql, "MYSQLDATA");

    /// <summary>The provider whose command types are in a namespace.</summary>
    public static AdoNetProvider Of(string? commands) => commands switch
    {
        "Npgsql" => Npgsql,
        "MySqlConnector" => MySqlConnector,
        "MySql.Data.MySqlClient" => MySqlData,
        "Microsoft.Data.SqlClient" or "System.Data.SqlClient" => SqlClient,
        "Microsoft.Data.Sqlite" or "System.Data.SQLite" => Sqlite,
        "Oracle.ManagedDataAccess.Client" => Oracle,
        "FirebirdSql.Data.FirebirdClient" => Firebird,
        "IBM.Data.Db2" => Db2,
        "DuckDB.NET.Data" => DuckDb,
        _ => Other,
    };

    /// <summary>Whether a command is the driver's own: what MySql.Data asks of a server whenever it connects, and after a command for
    /// a single row.</summary>
    public bool Sends(string sql) => ReferenceEquals(this, MySqlData) &&
        (sql.StartsWith("SELECT @@max_allowed_packet", StringComparison.Ordinal) || sql.StartsWith("SET NAMES ", StringComparison.Ordinal)
        || sql.StartsWith("SET character_set_results", StringComparison.Ordinal)
        || sql is "SET SQL_SELECT_LIMIT=DEFAULT" or "SHOW COLLATION" or "SELECT TIMEDIFF(NOW(), UTC_TIMESTAMP())" or "SHOW VARIABLES");
}
