using Libraries.PatchedServices;
using Libraries.Services;

// An application that uses one library of many which know nothing of telemetry: Libraries.PatchedServices <library> [<address>].
string library = args[0];
string address = args.Length > 1 ? args[1] : "";

using var work = Work.Source.StartActivity("work");
await (library switch
{
    "smtpclient" => Smtp.RunAsync(new Uri(address)),
    "httplistener" => Listener.RunAsync(int.Parse(address)),
    "mediatr" => Mediation.RunAsync(),
    "mqttnet" => Mqtt.RunAsync(int.Parse(address)),
    "rebus" => Bus.RunAsync(args[1..]),
    "amqpnetlite" => Amqp10.RunAsync(address),
    "coravel" => Tasks.RunAsync(),
    "ssh.net" => Ssh.RunAsync(int.Parse(address), keyFile: args[2]),
    "akka" => ActorModel.RunAsync(),
    "quartz" => Scheduled.RunAsync(),
    _ => throw new ArgumentException($"No such library: {library}"),
});
Console.WriteLine("done");
