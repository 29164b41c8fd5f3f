using System.Data.Common;

namespace Libraries.Databases;

/// <summary>The ADO.NET drivers, each behind a method of its own so that only the one in use is loaded.</summary>
static class Older
{
    public static DbConnection Npgsql(string connectionString) => new Npgsql.NpgsqlConnection(connectionString);
}
