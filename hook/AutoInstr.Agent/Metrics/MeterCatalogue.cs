namespace AutoInstr.Agent.Metrics;

/// <summary>Every library whose meters are subscribed to. The README's table is generated from it.</summary>
internal static class MeterCatalogue
{
    /// <summary>Makes the rows.</summary>
    public static IReadOnlyList<MeterRow> Create() =>
    [
        // This process
        new("NETRUNTIME", ".NET 8 - 10", "garbage collections, heap, JIT, thread pool, locks, exceptions", "System.Runtime")
        {
            OfFewSeries = ["System.Runtime"],
        },
        new("PROCESS", "the process, on Linux", "CPU time, memory, threads, file descriptors, up time", ProcessMetrics.MeterName)
        {
            OfFewSeries = [ProcessMetrics.MeterName],
        },
        new("AGENT", "the agent itself", "what was exported, dropped and lost, time of exports, patches", AgentMetrics.MeterName,
            "AutoInstr.Patching")
        {
            OfFewSeries = [AgentMetrics.MeterName, "AutoInstr.Patching"],
        },

        // Web
        new("ASPNETCORE", "ASP.NET Core 8 - 10",
            "requests, connections, TLS, routing, rate limits, authentication, SignalR", "Microsoft.AspNetCore.*")
        {
            OfFewSeries = ["Microsoft.AspNetCore.MemoryPool", "Microsoft.AspNetCore.Server.Kestrel"],
        },
        new("HTTPCLIENT", "HttpClient", "requests, connections, time in the queue", "System.Net.Http"),
        new("NAMERESOLUTION", "System.Net.Dns", "look-ups of names", "System.Net.NameResolution"),

        // Databases and caches
        new("NPGSQL", "Npgsql 8 - 10", "operations, connections of the pool", "Npgsql"),
        new("MYSQLCONNECTOR", "MySqlConnector 2", "connections of the pool", "MySqlConnector"),
        new("SQLCLIENT", "Microsoft.Data.SqlClient 5 - 7, System.Data.SqlClient 4, with its spans", "operations",
            "OpenTelemetry.Instrumentation.SqlClient"),
        new("ENTITYFRAMEWORKCORE", "EF Core 9 - 10", "contexts, queries, saves, cache of queries", "Microsoft.EntityFrameworkCore")
        {
            OfFewSeries = ["Microsoft.EntityFrameworkCore"],
        },
        new("FUSIONCACHE", "ZiggyCreatures.FusionCache 1 - 2", "hits, misses, factories, of each level", "ZiggyCreatures.Caching.Fusion*"),

        // Messaging
        new("MASSTRANSIT", "MassTransit 8, with instrumentation", "messages sent, received, consumed, sagas", "MassTransit"),
        new("NATS", "NATS.Net 3", "messages, bytes, subscriptions, reconnects", "NATS.Net"),
        new("WOLVERINE", "WolverineFx 3 - 6", "messages, time of execution, failures", "Wolverine*"),

        // Jobs, actors, resilience
        new("QUARTZ", "Quartz.NET 4", "executions, misfires", "Quartz"),
        new("ORLEANS", "Orleans 10", "requests, activations, messages, storage of the cluster", "Microsoft.Orleans"),
        new("PROTOACTOR", "Proto.Actor 1, with WithMetrics", "actors, mailboxes, requests", "Proto.Actor"),
        new("POLLY", "Polly 8, with telemetry", "time of pipelines and attempts, events", "Polly"),

        // Models and agents
        new("EXTENSIONSAI", "Microsoft.Extensions.AI 10, with UseOpenTelemetry", "time of operations, tokens",
            "Experimental.Microsoft.Extensions.AI"),
        new("MODELCONTEXTPROTOCOL", "ModelContextProtocol 2", "operations, sessions", "Experimental.ModelContextProtocol"),
        new("OPENAI", "OpenAI 2.x, with its spans", "time of operations, tokens", "OpenAI.*"),
        new("SEMANTICKERNEL", "Microsoft.SemanticKernel 1.x", "time of functions, tokens", "Microsoft.SemanticKernel*"),

        // Cloud and others
        new("AZURE", "Azure SDKs", "operations", "Azure.*"),
        new("EXTENSIONSDIAGNOSTICS", "Microsoft.Extensions.Diagnostics.*", "health checks, resource utilisation",
            "Microsoft.Extensions.Diagnostics.*"),
        new("KUBERNETESCLIENT", "KubernetesClient, with PrometheusHandler", "requests to the API server", "k8s.dotnet"),
        new("MAILKIT", "MailKit 4, with Telemetry.Configure", "operations, connections", "MailKit.Net.*"),
    ];
}
