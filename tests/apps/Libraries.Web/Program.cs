using Libraries.Web;

// A server and its client in one process, of one library of many: Libraries.Web <library>.
// Nothing here knows of telemetry but the one span that an application may well start itself.
string library = args[0];
await (library switch
{
    "grpc" => GrpcCalls.RunAsync(),
    "signalr" => Hubs.RunAsync(),
    "graphql" => Queries.RunAsync(),
    "yarp" => Proxy.RunAsync(),
    _ => throw new ArgumentException($"No such library: {library}"),
});
Console.WriteLine("done");
