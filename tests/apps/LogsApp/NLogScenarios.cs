using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Targets;

namespace LogsApp;

/// <summary>NLog, alone and chained.</summary>
static class NLogScenarios
{
    public static async Task RunAsync(string scenario)
    {
        var configuration = new LoggingConfiguration();
        configuration.AddRule(NLog.LogLevel.Info, NLog.LogLevel.Fatal, new ConsoleTarget("console")
        {
            Layout = scenario == "nlog-correlation" ? "${event-properties:trace_id} ${event-properties:span_id} ${message}"
                : "${level} ${logger} ${message} ${exception:format=Type}",
        });
        LogManager.Configuration = configuration;
        switch (scenario)
        {
            case "nlog-native":
                Write(LogManager.GetLogger("LogsApp"));
                break;

            case "nlog-provider":
                await HostAsync(static logging => logging.AddNLog());
                break;

            case "nlog-provider-alone":
                using (var factory = new NLogLoggerFactory())
                    Records.Write(factory.CreateLogger("LogsApp"));
                break;

            case "nlog-correlation":
                LogManager.GetLogger("LogsApp").Info("hello");
                break;
        }
        LogManager.Shutdown();
    }

    private static void Write(Logger logger)
    {
        logger.Debug("below what the application wants");
        using (ScopeContext.PushProperty("Tenant", "blue"))
            logger.Info("hello {Name}, order {Order}", "Ann", 42);
        logger.Warn("no values at all");
        logger.Error(new InvalidOperationException("it broke"), "failed for {Name}", "Ann");
        logger.Fatal("fatal");
    }

    private static async Task HostAsync(Action<ILoggingBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        configure(builder.Logging);
        using var host = builder.Build();
        await host.StartAsync();
        Records.Write(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LogsApp"));
        await host.StopAsync();
    }
}
