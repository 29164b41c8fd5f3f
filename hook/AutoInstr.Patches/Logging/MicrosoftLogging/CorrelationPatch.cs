using AutoInstr.Patching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AutoInstr.Patches.Logging.MicrosoftLogging;

/// <summary>The ids of trace and span among the scopes, for the application's own formatters.</summary>
[Instrumentation("ILOGGER")]
[Patch("Microsoft.Extensions.Logging", From = "6.0", To = "7.0", Type = FactoryPatch.Factory, Method = ".ctor",
    Parameters = [FactoryPatch.Providers, FactoryPatch.Filters, FactoryPatch.Options])]
[Patch("Microsoft.Extensions.Logging", From = "7.0", Type = FactoryPatch.Factory, Method = ".ctor",
    Parameters = [FactoryPatch.Providers, FactoryPatch.Filters, FactoryPatch.Options, FactoryPatch.Scopes])]
static class CorrelationPatch
{
    static void Prefix(ref IOptions<LoggerFactoryOptions>? options)
    {
        if (!LogSink.Correlates)
            return;
        options ??= Options.Create(new LoggerFactoryOptions());
        options.Value.ActivityTrackingOptions |= ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId;
    }
}
