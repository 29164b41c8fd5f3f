using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

/// <summary>An application that logs by two factories, one of which has its own SDK's provider.</summary>
internal static class SdkLogs
{
    public static void Run(string scenario)
    {
        using var exported = LoggerFactory.Create(builder =>
        {
            if (scenario != "logs-none")
                builder.AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(new LogOutput())));
        });
        using var other = LoggerFactory.Create(static _ => { });
        exported.CreateLogger("App.A").LogWarning("from {Place}", "a");
        other.CreateLogger("App.B").LogWarning("from {Place}", "b");
    }
}
