using Libraries.Queues;

// An application that uses one library of two: Libraries.Queues <library> [<address>].
// Nothing here knows of telemetry but the spans that an application may well start itself.
await (args[0] switch
{
    "rabbitmq" => Rabbit.RunAsync(args[1]),
    "kafka" => Kafka.RunAsync(),
    _ => throw new ArgumentException($"No such library: {args[0]}"),
});
Console.WriteLine("done");
