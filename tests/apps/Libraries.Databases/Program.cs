using Libraries.Databases;

// An application that uses one library of many: Libraries.Databases <library> [<connection string or address>].
// Nothing here knows of telemetry but the one span that an application may well start itself.
string library = args[0];
string address = args.Length > 1 ? args[1] : "";

using var work = Work.Source.StartActivity("work");
await (library switch
{
    "npgsql" => AdoNet.RunAsync(Drivers.Npgsql, address),
    "npgsql-batch" => NpgsqlOnly.RunAsync(address),
    "mysqlconnector" => AdoNet.RunAsync(Drivers.MySqlConnector, address),
    "mysql.data" => AdoNet.RunAsync(Drivers.MySqlData, address),
    "microsoft.data.sqlclient" => SqlServer.RunAsync(Drivers.MicrosoftDataSqlClient, address),
    "system.data.sqlclient" => SqlServer.RunAsync(Drivers.SystemDataSqlClient, address),
    "efcore-sqlite" => EntityFramework.RunOverSqliteAsync(),
    "efcore-npgsql" => EntityFramework.RunOverNpgsqlAsync(address),
    "mongodb" => Mongo.RunAsync(address),
    "clickhouse" => ClickHouseQueries.RunAsync(address),
    "fusioncache" => Fusion.RunAsync(),
    _ => throw new ArgumentException($"No such library: {library}"),
});
Console.WriteLine("done");
