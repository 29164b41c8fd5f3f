using log4net;
using log4net.Appender;
using log4net.Core;
using log4net.Layout;
using log4net.Repository.Hierarchy;

namespace LogsApp;

/// <summary>log4net, alone and chained.</summary>
static class Log4NetScenarios
{
    public static async Task RunAsync(string scenario)
    {
        var hierarchy = (Hierarchy)LogManager.GetRepository(typeof(Log4NetScenarios).Assembly);
        var layout = new PatternLayout(
            scenario == "log4net-correlation" ? "%property{trace_id} %property{span_id} %message%newline"
                : "%level %logger %message%newline");
        layout.ActivateOptions();
        var appender = new ConsoleAppender { Layout = layout };
        appender.ActivateOptions();
        hierarchy.Root.AddAppender(appender);
        hierarchy.Root.Level = Level.Info;
        hierarchy.Configured = true;
        switch (scenario)
        {
            case "log4net-native":
                Write(LogManager.GetLogger("LogsApp"));
                break;

            case "log4net-provider":
                var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
                builder.Logging.AddLog4Net(new Log4NetProviderOptions { ExternalConfigurationSetup = true });
                using (var host = builder.Build())
                {
                    await host.StartAsync();
                    Records.Write(host.Services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>().CreateLogger("LogsApp"));
                    await host.StopAsync();
                }
                break;

            case "log4net-correlation":
                LogManager.GetLogger("LogsApp").Info("hello");
                break;
        }
    }

    private static void Write(ILog logger)
    {
        logger.Debug("below what the application wants");
        using (ThreadContext.Stacks["Tenant"].Push("blue"))
            logger.InfoFormat("hello {0}, order {1}", "Ann", 42);
        logger.Warn("no values at all");
        logger.Error("failed for Ann", new InvalidOperationException("it broke"));
        logger.Fatal("fatal");
    }
}
