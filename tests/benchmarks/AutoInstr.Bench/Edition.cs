using System.Globalization;

namespace AutoInstr.Bench;

/// <summary>One way to run the sample's API.</summary>
/// <param name="Id">Its name in the result file and, as <c>bench-{Id}</c>, the service's name in its spans.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Folder">The folder that the services were published to.</param>
/// <param name="Environment">The variables that make it this edition.</param>
sealed record Edition(string Id, string Title, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The service that is measured.</summary>
    public const string Service = "TasksApi";

    /// <summary>Milliseconds between two exports of spans under load: less than the default of 5000, since a run waits for the last
    /// one.</summary>
    public const int ScheduleDelay = 1000;

    private const string ScheduleDelayVariable = "OTEL_BSP_SCHEDULE_DELAY";

    /// <summary>The name of the service in the spans it sends.</summary>
    public string ServiceName => "bench-" + Id;

    /// <summary>The three editions that are compared: bare, instrumented by hand, and the bare one's very files under the hook.</summary>
    /// <param name="options">Where the published files are.</param>
    /// <param name="sinkPort">The port on which the sink takes OTLP over gRPC.</param>
    public static IReadOnlyList<Edition> All(BenchOptions options, int sinkPort) =>
    [
        new("bare", "bare", options.Unmodified, new Dictionary<string, string>()),
        new("manual", "by hand", options.Manual, Exporting("bench-manual", sinkPort)),
        new("hooked", "hooked", options.Unmodified, Hooked("bench-hooked", options, sinkPort)),
    ];

    /// <summary>The same with the default delay, as users start it: with a shorter one, the hooked one alone, whose delay begins with the
    /// process, would export before the first response.</summary>
    public Edition WithDefaultDelay() =>
        this with { Environment = Environment.Where(static variable => variable.Key != ScheduleDelayVariable).ToDictionary() };

    /// <summary>The hooked one that says how long attaching and patching held the application up: less than what a machine's starts
    /// differ by.</summary>
    /// <param name="options">Where the published files are.</param>
    /// <param name="sinkPort">The port on which the sink takes OTLP over gRPC.</param>
    public static Edition Telling(BenchOptions options, int sinkPort)
    {
        var environment = Hooked("bench-telling", options, sinkPort);
        environment["OTEL_LOG_LEVEL"] = "debug";
        return new Edition("telling", "hooked, telling", options.Unmodified, environment);
    }

    private static Dictionary<string, string> Hooked(string service, BenchOptions options, int sinkPort)
    {
        var environment = Exporting(service, sinkPort);
        environment["DOTNET_STARTUP_HOOKS"] = options.Hook;
        return environment;
    }

    /// <summary>The same exporter for both: OTLP over gRPC, with the batch sizes of the default, for all three signals.</summary>
    private static Dictionary<string, string> Exporting(string service, int port) => new()
    {
        ["OTEL_SERVICE_NAME"] = service,
        ["OTEL_TRACES_EXPORTER"] = "otlp",
        ["OTEL_METRICS_EXPORTER"] = "otlp",
        ["OTEL_LOGS_EXPORTER"] = "otlp",
        [ScheduleDelayVariable] = ScheduleDelay.ToString(CultureInfo.InvariantCulture),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture),
    };
}
