using Libraries.Redis;

// The program of the neighbour over the oldest version: Libraries.OlderRedis <client> <host:port>.
await (args[0] switch
{
    "stackexchange" => StackExchangeClient.RunAsync(args[1]),
    "stackexchange-lost" => StackExchangeClient.RunWithoutServerAsync(args[1]),
    _ => throw new ArgumentException($"No such client: {args[0]}"),
});
Console.WriteLine("done");
