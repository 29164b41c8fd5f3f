using System.Reflection;
using AutoInstr.Doctor.Application;
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
    /// <param name="libraries">The application's assemblies, when it is known.</param>
    public Section Run(IReadOnlyList<Library>? libraries)
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
        if (libraries is not null)
            Count(settings.Patterns, libraries, section);
        return section;
    }

    private static void Count(IReadOnlyList<MethodPattern> patterns, IReadOnlyList<Library> libraries, Section section)
    {
        var counts = TracedMethodSearch.Count(libraries, patterns);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                section.Ok("pattern", $"{patterns[i].Text} fits {counts[i]} {(counts[i] == 1 ? "method" : "methods")}");
            else
                section.Note("pattern", $"{patterns[i].Text} fits no method of the application's assemblies",
                    "Correct it, unless it is meant for an assembly that the application loads from elsewhere.");
        }
    }
}
