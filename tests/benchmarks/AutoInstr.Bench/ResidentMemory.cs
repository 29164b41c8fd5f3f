using System.Globalization;

namespace AutoInstr.Bench;

/// <summary>The resident memory of a process, as the kernel reports it in <c>/proc/PID/status</c>.</summary>
/// <param name="Mean">VmRSS in megabytes, on average: collections come seldom, and a single look would tell when the last one was.</param>
/// <param name="Peak">VmHWM in megabytes.</param>
readonly record struct ResidentMemory(double Mean, double Peak)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads it again and again until a load has ended.</summary>
    public static async Task<ResidentMemory> DuringAsync(int process, Task load)
    {
        var (sum, count) = (Read(process, "VmRSS:"), 1);
        while (await Task.WhenAny(load, Task.Delay(Interval)) != load)
            (sum, count) = (sum + Read(process, "VmRSS:"), count + 1);
        await load;
        return new ResidentMemory(sum / count, Read(process, "VmHWM:"));
    }

    private static double Read(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
