using System.Globalization;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Durations in the unit that suits them, with two or three digits that matter.</summary>
internal static class DurationText
{
    /// <summary>The widest text that <see cref="Of"/> gives for less than 100 hours, in cells.</summary>
    public const int MaxWidth = 8;

    /// <summary>Such as <c>300 ns</c>, <c>350 µs</c>, <c>1.25 ms</c>, <c>98.1 ms</c>, <c>2.50
    /// s</c>, <c>3 m 05 s</c>, <c>12 h 40 m</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        if (duration.Ticks is > 0 and < TimeSpan.TicksPerMicrosecond)
            return Digits(duration.TotalNanoseconds, "ns");
        // The bounds are those where rounding would give four digits.
        if (duration.TotalMicroseconds < 999.5)
            return Digits(duration.TotalMicroseconds, "µs");
        if (duration.TotalMilliseconds < 999.5)
            return Digits(duration.TotalMilliseconds, "ms");
        if (duration.TotalSeconds < 59.95)
            return Digits(duration.TotalSeconds, "s");
        var seconds = (long)Math.Round(duration.TotalSeconds);
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} m {seconds % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds / 60 % 60:00} m");
    }

    private static string Digits(double value, string unit)
    {
        var format = unit is "ns" or "µs" || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }
}
