using Libraries.Services;

// An application that uses one library of many: Libraries.Services <library> [<address>].
// Nothing here knows of telemetry but the one span that an application may well start itself.
string library = args[0];
string address = args.Length > 1 ? args[1] : "";

using var work = Work.Source.StartActivity("work");
await (library switch
{
    "httpclient" => Http.RunAsync(new Uri(address)),
    "azure" => AzureStorage.RunAsync(new Uri(address)),
    "aws" => Aws.RunAsync(address),
    "openai" => Ai.RunOpenAiAsync(new Uri(address)),
    "extensions-ai" => Ai.RunExtensionsAsync(new Uri(address)),
    "semantic-kernel" => Ai.RunSemanticKernelAsync(),
    "mcp" => Mcp.RunAsync(),
    "mailkit" => Mail.RunAsync(new Uri(address)),
#if NET10_0_OR_GREATER
    "quartz" => QuartzJobs.RunAsync(),
#endif
    "hangfire" => HangfireJobs.RunAsync(),
    "hangfire-enqueue" => HangfireStorage.EnqueueAsync(address),
    "hangfire-perform" => HangfireStorage.PerformAsync(address),
    "orleans" => Grains.RunAsync(),
    "proto.actor" => Actors.RunAsync(),
    "proto.actor-measured" => Actors.RunMeasuredAsync(),
    "polly" => Resilience.RunAsync(),
    "kubernetes" => Cluster.RunAsync(address),
    "names" => Names.RunAsync(),
    "mailkit-measured" => Mail.RunMeasuredAsync(new Uri(address)),
    "feature-management" => Features.RunAsync(),
    _ => throw new ArgumentException($"No such library: {library}"),
});
Console.WriteLine("done");
