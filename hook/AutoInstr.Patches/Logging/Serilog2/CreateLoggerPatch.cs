using AutoInstr.Patching;
using Serilog;
using Serilog.Events;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>A sink of ours in every logger that an application configures; below it, the application's own levels hold.</summary>
[Instrumentation("SERILOG")]
[Patch("Serilog", From = "2.10", Type = "Serilog.LoggerConfiguration", Method = "CreateLogger")]
static class CreateLoggerPatch
{
    static void Prefix(LoggerConfiguration __instance)
    {
        if (LogSink.Correlates)
            __instance.Enrich.With(TraceEnricher.Instance);
        if (LogSink.IsOpen)
            __instance.WriteTo.Sink(AgentSink.Instance, LevelAlias.Minimum);
    }
}
