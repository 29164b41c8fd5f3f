using AutoInstr.Webhook.Injection;

namespace AutoInstr.Webhook.Admission;

/// <summary>What became of an object.</summary>
internal enum Outcome
{
    /// <summary>Nobody asked for the kit.</summary>
    NotAsked,

    /// <summary>It gets the kit, or its pods will.</summary>
    Injected,

    /// <summary>It has the kit.</summary>
    AlreadyInjected,

    /// <summary>It was asked for, and cannot be done; the warnings say why.</summary>
    Declined,
}

/// <summary>What was found about an object.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Patch">What is changed in it.</param>
/// <param name="Warnings">What its owner is told.</param>
internal sealed record Verdict(Outcome Outcome, IReadOnlyList<PatchOperation> Patch, IReadOnlyList<string> Warnings)
{
    /// <summary>One that changes nothing.</summary>
    public static Verdict Unchanged(Outcome outcome, params IEnumerable<string> warnings) => new(outcome, [], [.. warnings]);
}
