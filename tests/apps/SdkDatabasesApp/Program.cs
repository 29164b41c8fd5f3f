using OpenTelemetry;
using OpenTelemetry.Trace;

// The exporter writes "app NAME [TAGS]" for every span. First argument: whose spans they are; second one: what is loaded first.
TracerProvider Provider() => Sdk.CreateTracerProviderBuilder()
    .AddSource("MySqlConnector", "ClickHouse.Driver")
    .AddProcessor(new SimpleActivityExportProcessor(new ConsoleOutput()))
    .Build();

if (args[0] == "own")
{
    using (Provider())
        Databases.Call();
}
else
{
    Databases.Call();
    using (Provider())
    {
        Databases.Call();
        Databases.Call();
    }
    Databases.Call();
}
