using Libraries.Databases;

// The programs of the neighbours over the oldest versions: Libraries.Older <library> [<address>].
string library = args[0];
string address = args.Length > 1 ? args[1] : "";

using var work = Work.Source.StartActivity("work");
await (library switch
{
    "npgsql" => AdoNet.RunAsync(Older.Npgsql, address),
    "quartz" => QuartzJobs.RunAsync(),
    "efcore-sqlite" => EntityFramework.RunOverSqliteAsync(),
    _ => throw new ArgumentException($"No such library: {library}"),
});
Console.WriteLine("done");
