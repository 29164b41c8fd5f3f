using Microsoft.Extensions.Logging;

namespace LogsApp;

/// <summary>Microsoft.Extensions.Logging by itself.</summary>
static class MicrosoftScenarios
{
    public static async Task RunAsync(string scenario)
    {
        switch (scenario)
        {
            case "ms-host":
                await HostAsync(static _ => { });
                break;

            case "ms-clear-providers":
                await HostAsync(static logging => logging.ClearProviders());
                break;

            case "ms-filters":
                await HostAsync(static logging => logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(
                    new Dictionary<string, string?> { ["OpenTelemetry:LogLevel:LogsApp"] = "Error" }).Build()));
                break;

            case "ms-bare-factory":
                using (var factory = LoggerFactory.Create(Console))
                    Records.Write(factory.CreateLogger("LogsApp"));
                break;

            case "ms-crash":
                var crashing = LoggerFactory.Create(static _ => { });
                crashing.CreateLogger("LogsApp").LogCritical("the last words");
                throw new InvalidOperationException("it broke");

            case "ms-three-factories":
                using (var first = LoggerFactory.Create(Console))
                using (var second = LoggerFactory.Create(static _ => { }))
                {
                    var early = first.CreateLogger("First");
                    await HostAsync(static logging => logging.ClearProviders());
                    early.LogInformation("from {Where}", "first");
                    second.CreateLogger("Second").LogInformation("from {Where}", "second");
                }
                break;

            case "ms-constructed":
                using (var factory = new LoggerFactory())
                    factory.CreateLogger("LogsApp").LogInformation("made by {Hand}", "hand");
                break;

            case "ms-awkward":
                using (var factory = LoggerFactory.Create(static logging => logging.SetMinimumLevel(LogLevel.Trace)))
                {
                    var logger = factory.CreateLogger("LogsApp");
                    logger.Log(LogLevel.Information, 0, "just text", null, static (state, _) => state);
                    logger.Log<object?>(LogLevel.Information, 0, null, null, static (_, _) => "no state");
                    logger.LogInformation("object {Value}", new Awkward(logger));
                    logger.LogInformation("object {Value}", new Throwing());
                    logger.LogInformation("list {Values}, nothing {Null}", new[] { 1, 2 }, null);
                    logger.LogTrace("trace");
                    logger.LogCritical("critical");
                    logger.Log(LogLevel.None, "none");
                }
                break;

            case "ms-correlation":
                using (var factory = LoggerFactory.Create(static logging => logging.AddSimpleConsole(console =>
                    console.IncludeScopes = true)))
                    factory.CreateLogger("LogsApp").LogInformation("hello");
                break;
        }
    }

    private static void Console(ILoggingBuilder logging) =>
        logging.AddSimpleConsole(static console => (console.SingleLine, console.ColorBehavior) = (true,
            Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled));

    private static async Task HostAsync(Action<ILoggingBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Console(builder.Logging);
        configure(builder.Logging);
        using var host = builder.Build();
        await host.StartAsync();
        Records.Write(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LogsApp"));
        System.Console.WriteLine($"providers: {host.Services.GetServices<ILoggerProvider>().Count()}");
        await host.StopAsync();
    }

    /// <summary>Logs while it is turned into text.</summary>
    private sealed class Awkward(ILogger logger)
    {
        public override string ToString()
        {
            logger.LogInformation("from within");
            return "awkward";
        }
    }

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
