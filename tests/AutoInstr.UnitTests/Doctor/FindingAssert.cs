using AutoInstr.Doctor.Report;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

/// <summary>What tests expect of a section.</summary>
internal static class FindingAssert
{
    /// <summary>The only finding of that name.</summary>
    public static Finding Single(this Section section, string id) => Assert.Single(section.Findings, finding => finding.Id == id);

    /// <summary>The only finding of that name is a problem that says this, and what to do about it.</summary>
    public static void HasProblem(this Section section, string id, string text)
    {
        var finding = section.Single(id);
        Assert.Equal(Mark.Problem, finding.Mark);
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(finding.Advice));
    }

    /// <summary>Nothing is wrong.</summary>
    public static void HasNoProblem(this Section section) =>
        Assert.DoesNotContain(section.Findings, finding => finding.Mark == Mark.Problem);
}
