using System.Globalization;

namespace AutoInstr.Bench;

/// <summary>The resident memory of a process, as the kernel reports it in <c>/proc/PID/status</c>.</summary>
/// <param name="Now">VmRSS, in megabytes.</param>
/// <param name="Peak">VmHWM, in megabytes.</param>
readonly record struct ResidentMemory(double Now, double Peak)
{
    /// <summary>Reads it.</summary>
    public static ResidentMemory Of(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process}/status");
        return new ResidentMemory(Megabytes(lines, "VmRSS:"), Megabytes(lines, "VmHWM:"));
    }

    private static double Megabytes(string[] lines, string field)
    {
        var line = lines.First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
