using AutoInstr.Patching;
using log4net.Core;

namespace AutoInstr.Patches.Logging.Log4Net2;

/// <summary>Every event on its way to the application's appenders.</summary>
[Instrumentation("LOG4NET")]
[Patch("log4net", From = "2.0", Type = "log4net.Repository.Hierarchy.Logger", Method = "CallAppenders")]
static class CallAppendersPatch
{
    static void Prefix(LoggingEvent loggingEvent)
    {
        if (LogSink.Correlates && TraceText.TryGet(out var traceId, out var spanId))
        {
            loggingEvent.Properties[TraceText.TraceId] = traceId;
            loggingEvent.Properties[TraceText.SpanId] = spanId;
        }
        if (LogSink.IsOpen && !LogChain.IsInner)
            EventRecord.Take(loggingEvent);
    }
}
