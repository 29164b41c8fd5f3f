using System.Data.Common;

namespace Libraries.Databases;

/// <summary>The ADO.NET drivers, each behind a method of its own so that only the one in use is loaded.</summary>
static class Drivers
{
    public static DbConnection Npgsql(string connectionString) => new Npgsql.NpgsqlConnection(connectionString);

    public static DbConnection MySqlConnector(string connectionString) => new MySqlConnector.MySqlConnection(connectionString);

    public static DbConnection MySqlData(string connectionString) => new MySql.Data.MySqlClient.MySqlConnection(connectionString);

    public static DbConnection MicrosoftDataSqlClient(string connectionString) =>
        new Microsoft.Data.SqlClient.SqlConnection(connectionString);

    // An application may use it all the same.
#pragma warning disable CS0618
    public static DbConnection SystemDataSqlClient(string connectionString) => new System.Data.SqlClient.SqlConnection(connectionString);
#pragma warning restore CS0618
}
