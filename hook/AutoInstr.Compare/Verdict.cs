namespace AutoInstr.Compare;

/// <summary>How two editions compare at a span, an instrument or a log statement.</summary>
internal enum Verdict
{
    /// <summary>Both have it, without a difference.</summary>
    Same,
    /// <summary>Both have it, with differences.</summary>
    Changed,
    /// <summary>Only the edition instrumented by hand has it.</summary>
    OnlyManual,
    /// <summary>Only the automatic edition has it.</summary>
    OnlyAutomatic,
}

/// <summary>Finds verdicts.</summary>
internal static class Verdicts
{
    /// <summary>The verdict on what one or both editions have.</summary>
    public static Verdict Of(bool hasManual, bool hasAutomatic, bool differs) => !hasAutomatic ? Verdict.OnlyManual
        : !hasManual ? Verdict.OnlyAutomatic
        : differs ? Verdict.Changed
        : Verdict.Same;
}
