using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Matching;

namespace AutoInstr.Compare.Reporting;

/// <summary>An expected span, and how many there are.</summary>
/// <param name="Span">What is expected.</param>
/// <param name="Found">How many spans that both editions have are like it.</param>
internal sealed record Expectation(ExpectedSpan Span, int Found)
{
    /// <summary>Whether there are enough.</summary>
    public bool IsMet => Found >= Span.Count;
}

/// <summary>How many spans of a service each edition has.</summary>
/// <param name="Service">The service.</param>
/// <param name="Same">Those that both have alike.</param>
/// <param name="Different">Those that both have, and that differ.</param>
/// <param name="OnlyManual">Those that only the edition instrumented by hand has.</param>
/// <param name="OnlyAutomatic">Those that only the other one has.</param>
internal sealed record ServiceCount(string Service, int Same, int Different, int OnlyManual, int OnlyAutomatic);

/// <summary>Everything that a report tells.</summary>
/// <param name="Comparison">How the recordings differ.</param>
/// <param name="Expectations">Which spans are expected, and found.</param>
internal sealed record Report(Comparison Comparison, IReadOnlyList<Expectation> Expectations)
{
    /// <summary>Whether every expected span is there.</summary>
    public bool IsMet => Expectations.All(static expectation => expectation.IsMet);

    /// <summary>The spans of each service, counted.</summary>
    public IReadOnlyList<ServiceCount> Services { get; } =
    [
        .. Comparison.Traces.SelectMany(static trace => trace.Spans)
            .GroupBy(static span => span.Named.ServiceName, StringComparer.Ordinal)
            .OrderBy(static service => service.Key, StringComparer.Ordinal)
            .Select(static service => new ServiceCount(
                service.Key,
                service.Count(static span => span.Presence == Presence.Both && IsSame(span)),
                service.Count(static span => span.Presence == Presence.Both && !IsSame(span)),
                service.Count(static span => span.Presence == Presence.OnlyManual),
                service.Count(static span => span.Presence == Presence.OnlyAutomatic))),
    ];

    /// <summary>The sign of a span: <c>=</c> same, <c>~</c> different, <c>&gt;</c> moved, <c>-</c> only by hand, <c>+</c> only
    /// automatic.</summary>
    public static char SignOf(MergedSpan span) => span switch
    {
        { Presence: Presence.OnlyManual } => '-',
        { Presence: Presence.OnlyAutomatic } => '+',
        { IsMoved: true } => '>',
        { Differences.Count: > 0 } => '~',
        _ => '=',
    };

    /// <summary>The name of a span; both where they differ.</summary>
    public static string NameOf(MergedSpan span) =>
        span is { Manual.Name: var manual, Automatic.Name: var automatic } && manual != automatic
            ? $"{manual} -> {automatic}"
            : span.Named.Name;

    private static bool IsSame(MergedSpan span) => span is { Differences.Count: 0, IsMoved: false };
}
