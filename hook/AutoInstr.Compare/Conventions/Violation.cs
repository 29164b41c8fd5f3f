namespace AutoInstr.Compare.Conventions;

/// <summary>A departure from the semantic conventions, with all spans that it is on.</summary>
/// <param name="Service">The service whose spans they are.</param>
/// <param name="Subject">The spans' kind and name; <c>resource</c> for the service itself.</param>
/// <param name="Problem">What is wrong, and what would be right.</param>
/// <param name="Count">How many spans it is on.</param>
internal sealed record Violation(string Service, string Subject, string Problem, int Count);
