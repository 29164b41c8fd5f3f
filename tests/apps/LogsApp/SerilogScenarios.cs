using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace LogsApp;

/// <summary>Serilog, alone and chained.</summary>
static class SerilogScenarios
{
    private const string Template = "{Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    public static async Task RunAsync(string scenario)
    {
        switch (scenario)
        {
            case "serilog-native":
                using (var logger = Configuration().CreateLogger())
                    Write(logger.ForContext("SourceContext", "LogsApp"));
                break;

            case "serilog-static":
                Log.Logger = Configuration().CreateLogger();
                Write(Log.ForContext("SourceContext", "LogsApp"));
                await Log.CloseAndFlushAsync();
                break;

            case "serilog-sub-logger":
                using (var logger = Configuration().WriteTo.Logger(static inner => inner.WriteTo.Console(
                    outputTemplate: "inner " + Template)).CreateLogger())
                    Write(logger.ForContext("SourceContext", "LogsApp"));
                break;

            case "serilog-async":
                using (var logger = new LoggerConfiguration().WriteTo.Async(static sinks => sinks.Console(
                    outputTemplate: Template)).CreateLogger())
                    Write(logger.ForContext("SourceContext", "LogsApp"));
                break;

            case "serilog-use":
                await HostAsync(static (services, logger) => services.AddSerilog(logger));
                break;

            case "serilog-use-write-to-providers":
                await HostAsync(static (services, logger) => services.AddSerilog(logger, providers: Providers()));
                break;

            case "serilog-add-provider":
                await HostAsync(static (services, logger) => services.AddLogging(logging => logging.ClearProviders().AddSerilog(logger)));
                break;

            case "serilog-correlation":
                using (var logger = new LoggerConfiguration().WriteTo.Console(
                    outputTemplate: "{trace_id} {span_id} {Message}{NewLine}").CreateLogger())
                    logger.Information("hello");
                break;
        }
    }

    private static LoggerProviderCollection Providers()
    {
        var providers = new LoggerProviderCollection();
        return providers;
    }

    private static LoggerConfiguration Configuration() =>
        new LoggerConfiguration().Enrich.FromLogContext().WriteTo.Console(outputTemplate: Template);

    private static void Write(Serilog.ILogger logger)
    {
        logger.Debug("below what the application wants");
        logger.ForContext("Tenant", "blue").Information("hello {Name}, order {Order}, {@Parts}", "Ann", 42, new[] { 1, 2 });
        logger.Warning("no values at all");
        logger.Error(new InvalidOperationException("it broke"), "failed for {Name}", "Ann");
        logger.Write(LogEventLevel.Fatal, "fatal");
    }

    private static async Task HostAsync(Action<IServiceCollection, Serilog.ILogger> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        using var logger = Configuration().CreateLogger();
        configure(builder.Services, logger);
        using var host = builder.Build();
        await host.StartAsync();
        Records.Write(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LogsApp"));
        await host.StopAsync();
    }
}
