using System.Diagnostics;
using LogsApp;

// An application that logs by one library, or several that are chained, and knows nothing of telemetry: LogsApp <scenario>.
// Around what it logs there is a span, as a request would make one; its ids are printed first.
using var source = new ActivitySource("LogsApp");
using var listener = new ActivityListener
{
    ShouldListenTo = known => known == source,
    Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
};
ActivitySource.AddActivityListener(listener);
using var activity = source.StartActivity("work", ActivityKind.Internal, new ActivityContext(
    ActivityTraceId.CreateFromString("0123456789abcdef0123456789abcdef"), ActivitySpanId.CreateFromString("0123456789abcdef"),
    ActivityTraceFlags.Recorded));

var scenario = args[0];
if (scenario.StartsWith("ms-", StringComparison.Ordinal))
    await MicrosoftScenarios.RunAsync(scenario);
else if (scenario.StartsWith("serilog-", StringComparison.Ordinal))
    await SerilogScenarios.RunAsync(scenario);
else if (scenario.StartsWith("nlog-", StringComparison.Ordinal))
    await NLogScenarios.RunAsync(scenario);
else
    await Log4NetScenarios.RunAsync(scenario);
