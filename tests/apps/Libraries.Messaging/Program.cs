using Libraries.Messaging;

// An application that uses one library of many: Libraries.Messaging <library> [<address>].
// Nothing here knows of telemetry but the one span that an application may well start itself.
string library = args[0];
string address = args.Length > 1 ? args[1] : "";

await (library switch
{
    "rabbitmq-publish" => Rabbit.PublishAsync(address),
    "rabbitmq-consume" => Rabbit.ConsumeAsync(address),
    "masstransit-memory" => MassTransitBus.RunInMemoryAsync(),
    "masstransit-rabbitmq" => MassTransitBus.RunOverRabbitMqAsync(address),
    "nats" => Nats.RunAsync(address),
    "cap" => CapBus.RunAsync(),
#if NET10_0_OR_GREATER
    "wolverine" => WolverineBus.RunAsync(),
#endif
    _ => throw new ArgumentException($"No such library: {library}"),
});
Console.WriteLine("done");
