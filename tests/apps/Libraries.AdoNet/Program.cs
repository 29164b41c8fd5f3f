using Libraries.Databases;

// An application that uses one ADO.NET provider of many, or a database that has none:
// Libraries.AdoNet <what it does> <provider> [<connection string>].
var connect = Provider.Named(args[1]);
string address = args.Length > 2 ? args[2] : "Data Source=:memory:";

using var work = Work.Source.StartActivity("work");
await (args[0] switch
{
    "orders" => AdoNet.RunAsync(connect, address, args[1] == "duckdb" ? "$" : "@"),
    "every-method" => EveryMethod.RunAsync(connect, address, args[1] == "firebird" ? " FROM RDB$DATABASE" : ""),
    "documents" => Documents.RunAsync(),
    "unknown" => Layers.RunUnknownAsync(),
    "decorated" => Layers.RunDecoratedAsync(connect, address),
    "procedure" => Procedure.RunAsync(connect, address),
    _ => throw new ArgumentException($"It does no such thing: {args[0]}"),
});
Console.WriteLine("done");
