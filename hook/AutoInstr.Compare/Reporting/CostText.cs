using System.Globalization;
using AutoInstr.Compare.Running;

namespace AutoInstr.Compare.Reporting;

/// <summary>A cost as rows of a table.</summary>
internal static class CostText
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>What the figures are of.</summary>
    public static string Origin(Cost cost) => cost.Runs == 1 ? "one run" : $"medians of {Text(cost.Runs)} runs";

    /// <summary>The rows: what, the manual edition's, the automatic one's.</summary>
    public static IEnumerable<(string What, string Manual, string Automatic)> Rows(Cost cost)
    {
        if (cost.Lines is { } lines)
            yield return ("lines of code", Text(lines), "0");
        yield return ("environment variables", Text(cost.ManualVariables.Count), Text(cost.AutomaticVariables.Count));
        foreach (var service in cost.Services)
        {
            var (manual, automatic) = (service.Manual, service.Automatic);
            var name = service.Service;
            yield return ($"{name}: start-up", Milliseconds(manual.StartMilliseconds), Milliseconds(automatic.StartMilliseconds));
            yield return ($"{name}: CPU", Milliseconds(manual.CpuMilliseconds), Milliseconds(automatic.CpuMilliseconds));
            yield return ($"{name}: memory", Megabytes(manual.MemoryBytes), Megabytes(automatic.MemoryBytes));
        }
    }

    private static string Milliseconds(double value) => $"{Text(value)} ms";

    private static string Megabytes(long bytes) => $"{Text(bytes / BytesPerMegabyte)} MB";

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
