using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoInstr.Bench;

/// <summary>What the agent says of the time that attaching and patching took, with OTEL_LOG_LEVEL=debug.</summary>
static partial class PatchTimes
{
    /// <summary>Adds it up, in milliseconds.</summary>
    /// <param name="output">Lines of a service.</param>
    /// <returns><see langword="null"/> when nothing is said of it.</returns>
    public static double? Sum(IEnumerable<string> output)
    {
        double? sum = null;
        foreach (var line in output)
        {
            if (Time().Match(line) is { Success: true } time)
                sum = (sum ?? 0) + double.Parse(time.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }
        return sum;
    }

    [GeneratedRegex(@"^autoinstr: .*(?:attaching to the runtime took|patched within) ([\d.]+) ms")]
    private static partial Regex Time();
}
