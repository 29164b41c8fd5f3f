using System.Diagnostics.Metrics;
using System.Globalization;

namespace AutoInstr.Agent.Metrics;

/// <summary>What the kernel counts for this process: https://opentelemetry.io/docs/specs/semconv/system/process-metrics/.</summary>
/// <remarks>Read from /proc: <see cref="System.Diagnostics.Process"/> would open and parse as many files, and list every thread to count
/// them.</remarks>
internal sealed class ProcessMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "AutoInstr.Process";

    private const string Folder = "/proc/self/";

    /// <summary>The unit of times in /proc, on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private readonly Meter _meter = new(MeterName);
    private readonly DateTime _started = StartTime();

    /// <summary>Makes the instruments.</summary>
    public ProcessMetrics()
    {
        _meter.CreateObservableCounter("process.cpu.time", CpuTime, "s", "Total CPU seconds broken down by different CPU modes.");
        _meter.CreateObservableUpDownCounter(
            "process.memory.usage", () => Pages("statm", 1), "By", "The amount of physical memory in use.");
        _meter.CreateObservableUpDownCounter(
            "process.memory.virtual", () => Pages("statm", 0), "By", "The amount of committed virtual memory.");
        _meter.CreateObservableUpDownCounter(
            "process.thread.count", () => (long)Stat()[17], "{thread}", "Process threads count.");
        _meter.CreateObservableUpDownCounter(
            "process.unix.file_descriptor.count", static () => (long)Directory.GetFileSystemEntries(Folder + "fd").Length,
            "{file_descriptor}", "Number of unix file descriptors in use by the process.");
        _meter.CreateObservableCounter("process.paging.faults", Faults, "{fault}", "Number of page faults the process has made.");
        _meter.CreateObservableCounter(
            "process.context_switches", ContextSwitches, "{context_switch}", "Number of times the process has been context switched.");
        _meter.CreateObservableGauge(
            "process.uptime", () => (DateTime.UtcNow - _started).TotalSeconds, "s", "The time the process has been running.");
    }

    /// <summary>Whether this machine has the files.</summary>
    public static bool AreSupported => File.Exists(Folder + "stat");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<double>[] CpuTime()
    {
        var stat = Stat();
        return
        [
            new(stat[11] / TicksPerSecond, new KeyValuePair<string, object?>("cpu.mode", "user")),
            new(stat[12] / TicksPerSecond, new KeyValuePair<string, object?>("cpu.mode", "system")),
        ];
    }

    private static Measurement<long>[] Faults()
    {
        var stat = Stat();
        return
        [
            new(stat[7], new KeyValuePair<string, object?>("process.paging.fault_type", "minor")),
            new(stat[9], new KeyValuePair<string, object?>("process.paging.fault_type", "major")),
        ];
    }

    private static IEnumerable<Measurement<long>> ContextSwitches()
    {
        foreach (var line in File.ReadLines(Folder + "status"))
        {
            if (Value(line, "voluntary_ctxt_switches:") is { } voluntary)
                yield return new(voluntary, new KeyValuePair<string, object?>("process.context_switch.type", "voluntary"));
            else if (Value(line, "nonvoluntary_ctxt_switches:") is { } involuntary)
                yield return new(involuntary, new KeyValuePair<string, object?>("process.context_switch.type", "involuntary"));
        }
    }

    private static long? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal)
        ? long.Parse(line.AsSpan(name.Length).Trim(), CultureInfo.InvariantCulture)
        : null;

    private static long Pages(string file, int field) =>
        Environment.SystemPageSize * long.Parse(File.ReadAllText(Folder + file).Split(' ')[field], CultureInfo.InvariantCulture);

    /// <summary>The fields of /proc/self/stat from the third on, where the state is; before it is the name, which may hold anything. What
    /// is no number, or is beyond one of ours, is 0.</summary>
    private static long[] Stat()
    {
        var text = File.ReadAllText(Folder + "stat");
        return Array.ConvertAll(
            text[(text.LastIndexOf(')') + 2)..].Split(' '),
            static field => long.TryParse(field, CultureInfo.InvariantCulture, out var value) ? value : 0);
    }

    private static DateTime StartTime()
    {
        var upTime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return DateTime.UtcNow.AddSeconds(Stat()[19] / TicksPerSecond - upTime);
    }
}
