using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace AutoInstr.Bench;

/// <summary>The machine that the figures are from. The load and the sink run on the same cores as the service.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">How many cores the benchmark may use.</param>
/// <param name="MemoryGigabytes">How much memory there is.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="LoadAverage">The system's load over the last minute, when the benchmark began: what else it was doing.</param>
/// <param name="Time">When the benchmark began.</param>
sealed record Machine(
    string Processor, int Cores, double MemoryGigabytes, string System, string Runtime, string LoadAverage, DateTimeOffset Time)
{
    /// <summary>Whether others keep the cores busy, so that times mean little; interleaving the editions helps only so far.</summary>
    [JsonIgnore]
    public bool IsBusy => double.Parse(LoadAverage, CultureInfo.InvariantCulture) > Cores;

    /// <summary>This machine, now.</summary>
    public static Machine Current() => new(
        ProcessorName() ?? "unknown",
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        RuntimeInformation.OSDescription + " " + RuntimeInformation.OSArchitecture,
        RuntimeInformation.FrameworkDescription,
        File.ReadAllText("/proc/loadavg").Split(' ')[0],
        DateTimeOffset.UtcNow);

    private static string? ProcessorName() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
}
