using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Expectations;
using AutoInstr.Compare.Running;

namespace AutoInstr.Compare.Reporting;

/// <summary>All there is to tell.</summary>
/// <param name="Comparison">How the two recordings compare.</param>
/// <param name="Cost">What the editions cost, when they were run.</param>
/// <param name="Expectations">What was expected, and whether it is there.</param>
internal sealed record Report(Comparison Comparison, Cost? Cost, IReadOnlyList<ExpectationResult> Expectations)
{
    /// <summary>The expectations that are not met.</summary>
    public IEnumerable<ExpectationResult> Unmet => Expectations.Where(static result => !result.IsMet);

    /// <summary>How many partners have different names.</summary>
    public int Renamed => CountPartners(Aspect.Name);

    /// <summary>How many partners are beneath different spans.</summary>
    public int Moved => CountPartners(Aspect.Position);

    private int CountPartners(Aspect aspect) => Comparison.Spans.Count(span => span.Differences.Any(d => d.Aspect == aspect));
}
