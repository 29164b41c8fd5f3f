using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Settings;

namespace AutoInstr.Doctor.Report;

/// <summary>Everything that was found out.</summary>
/// <param name="Version">The kit's version.</param>
/// <param name="Target">What was looked at, in words; <see langword="null"/> when only kit and environment were.</param>
internal sealed record Diagnosis(string Version, string? Target)
{
    /// <summary>The findings by section, in the order in which they are shown.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>The libraries that there is something to say of.</summary>
    public IReadOnlyList<CoveredLibrary> Libraries { get; init; } = [];

    /// <summary>The settings in force.</summary>
    public IReadOnlyList<SettingInForce> Settings { get; init; } = [];

    /// <summary>How many findings have a mark.</summary>
    public int Count(Mark mark) => Sections.Sum(section => section.Findings.Count(finding => finding.Mark == mark));
}
