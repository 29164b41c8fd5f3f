using AutoInstr.Patching;
using NLog;

namespace AutoInstr.Patches.Logging.NLog5;

/// <summary>Every event that a rule of the application's has a target for.</summary>
[Instrumentation("NLOG")]
[Patch("NLog", From = "5.0", Type = "NLog.LoggerImpl", Method = "Write", Parameters =
    ["System.Type", "NLog.Internal.TargetWithFilterChain", "NLog.LogEventInfo", "NLog.LogFactory"])]
static class WritePatch
{
    static void Prefix(LogEventInfo logEvent)
    {
        if (LogSink.Correlates)
            EventRecord.Correlate(logEvent);
    }

    static void Postfix(Type loggerType, LogEventInfo logEvent)
    {
        if (LogSink.IsOpen && !EventRecord.IsTaken(loggerType))
            EventRecord.Take(logEvent);
    }
}
