namespace AutoInstr.Doctor.Report;

/// <summary>One thing that was found out.</summary>
/// <param name="Id">A stable name of what was looked at, for programs.</param>
/// <param name="Mark">How good it is.</param>
/// <param name="Text">What was found, in one line.</param>
/// <param name="Advice">What to do about it; every problem has it.</param>
internal sealed record Finding(string Id, Mark Mark, string Text, string? Advice = null);
