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
    public Section Run(IEnumerable<Library>? libraries)
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
            Describe(settings.Patterns, libraries, section);
        return section;
    }

    private static void Describe(IReadOnlyList<MethodPattern> patterns, IEnumerable<Library> libraries, Section section)
    {
        var found = TracedMethodSearch.Run(libraries, patterns);
        for (var i = 0; i < patterns.Count; i++)
        {
            var (pattern, count) = (patterns[i].Text, found.Counts[i]);
            if (count > 0)
                section.Ok("pattern", $"{pattern} fits {count} {(count == 1 ? "method" : "methods")}");
            else if (found.Unread > 0 || found.Read == 0)
                section.Note("pattern", $"whether {pattern} fits a method cannot be told: the application's assemblies cannot be read");
            else
                section.Note("pattern", $"{pattern} fits no method of the application's assemblies",
                    "Correct it, unless it is meant for an assembly that the application loads from elsewhere.");
        }
    }
}
