using System.Diagnostics;
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
        if (LogSink.Correlates && Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            loggingEvent.Properties[TraceText.TraceId] = activity.TraceId.ToHexString();
            loggingEvent.Properties[TraceText.SpanId] = activity.SpanId.ToHexString();
        }
        if (LogSink.IsOpen && !LogChain.IsInner)
            EventRecord.Take(loggingEvent);
    }
}
