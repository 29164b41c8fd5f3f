using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Agent.Traces.Sampling;

/// <summary>What is compared with a trace's randomness: a span is taken when that is not below.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/. Both are numbers of 56 bits.</remarks>
internal static class SamplingThreshold
{
    /// <summary>Takes everything.</summary>
    public const long Always = 0;

    /// <summary>Takes nothing.</summary>
    public const long Never = 1L << Bits;

    private const int Bits = 56;
    private const int Digits = Bits / 4;

    /// <summary>The threshold by which a share of all traces is taken.</summary>
    /// <param name="ratio">The share, 0 to 1.</param>
    public static long Of(double ratio) => Never - (long)Math.Round(ratio * Never);

    /// <summary>The randomness that a trace has by its id.</summary>
    public static long Randomness(ActivityTraceId trace)
    {
        Span<byte> id = stackalloc byte[16];
        trace.CopyTo(id);
        var value = 0L;
        foreach (var part in id[^(Bits / 8)..])
            value = value << 8 | part;
        return value;
    }

    /// <summary>Reads a threshold, which has no zeros at its end.</summary>
    public static long? Parse(ReadOnlySpan<char> text) => Hexadecimal(text) is { } value ? value << (4 * (Digits - text.Length)) : null;

    /// <summary>Reads a randomness, which has all its digits.</summary>
    public static long? ParseRandomness(ReadOnlySpan<char> text) => text.Length == Digits ? Hexadecimal(text) : null;

    /// <summary>A threshold as it is written.</summary>
    public static string Format(long threshold) =>
        threshold.ToString("x14", CultureInfo.InvariantCulture).TrimEnd('0') is { Length: > 0 } digits ? digits : "0";

    private static long? Hexadecimal(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Digits)
            return null;
        var value = 0L;
        foreach (var digit in text)
        {
            if (digit is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
                return null;
            value = value << 4 | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }
        return value;
    }
}
