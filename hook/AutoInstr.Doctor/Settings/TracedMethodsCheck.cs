using System.Reflection;
using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Report;
using AutoInstr.Patching;
using AutoInstr.Patching.TracedMethods;

namespace AutoInstr.Doctor.Settings;

/// <summary>Which of the application's own methods are traced, and what the engine would complain of.</summary>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
/// <param name="switches">Which instrumentation is off.</param>
internal sealed class TracedMethodsCheck(Func<string, string?> variable, InstrumentationSwitches switches)
{
    private static string Id => typeof(TracedMethodPatch).GetCustomAttribute<InstrumentationAttribute>()!.Id;

    /// <summary>Whether there are any, which takes an attachment to the runtime.</summary>
    public bool IsNeeded { get; private set; }

    /// <summary>Looks.</summary>
    public Section Run()
    {
        var section = new Section("methods", "Traced methods");
        var settings = TracedMethodSettings.Read(
            variable, complaint => section.Problem("setting", complaint, "Correct the variable."));
        if (settings.Patterns.Count == 0)
            return section;
        if (switches.SwitchedOffBy(Id) is { } off)
        {
            section.Note("methods", $"{TracedMethodSettings.PatternsVariable} is switched off by {off}");
            return section;
        }
        IsNeeded = true;
        section.Ok(
            "methods", $"at most {settings.PerSecond} calls a second of methods that match one of {settings.Patterns.Count} patterns");
        return section;
    }
}
