using Libraries.Redis;

// An application that uses one client of Redis: Libraries.Redis <client> <host:port>.
// Nothing here knows of telemetry but the spans that an application may well start itself.
await (args[0] switch
{
    "stackexchange" => StackExchangeClient.RunAsync(args[1]),
    "stackexchange-lost" => StackExchangeClient.RunWithoutServerAsync(args[1]),
    "freeredis" => FreeRedisClient.RunAsync(args[1]),
    "csredis" => CSRedisClient.RunAsync(args[1]),
    _ => throw new ArgumentException($"No such client: {args[0]}"),
});
Console.WriteLine("done");
