using System.Globalization;

namespace AutoInstr.Patching.TracedMethods;

/// <summary>Which of the application's own methods are traced, and how often at most.</summary>
internal sealed class TracedMethodSettings
{
    /// <summary>The patterns, separated by semicolons.</summary>
    public const string PatternsVariable = "AUTOINSTR_TRACE_METHODS";

    /// <summary>Calls that are traced in a second, at most.</summary>
    public const string LimitVariable = "AUTOINSTR_TRACE_METHODS_PER_SECOND";

    private const int DefaultLimit = 1000;

    /// <summary>The patterns; empty when nothing is to be traced.</summary>
    public IReadOnlyList<MethodPattern> Patterns { get; private init; } = [];

    /// <summary>Calls that are traced in a second, at most.</summary>
    public int PerSecond { get; private init; } = DefaultLimit;

    /// <summary>Reads the settings.</summary>
    /// <param name="variable">Gives the value of an environment variable.</param>
    /// <param name="report">Takes a line for each wrong value: the setting, the value, and what is used instead.</param>
    public static TracedMethodSettings Read(Func<string, string?> variable, Action<string> report)
    {
        var patterns = new List<MethodPattern>();
        foreach (var entry in (variable(PatternsVariable) ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (MethodPattern.Parse(entry) is { } pattern)
                patterns.Add(pattern);
            else
                report($"{PatternsVariable}: '{entry}' is neither Namespace.Type.Method nor the beginning of one with * at its end; " +
                    "it is left out");
        }
        return new TracedMethodSettings { Patterns = patterns, PerSecond = ReadLimit(variable(LimitVariable)?.Trim(), report) };
    }

    private static int ReadLimit(string? text, Action<string> report)
    {
        if (string.IsNullOrEmpty(text))
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
            return limit;
        report($"{LimitVariable}: '{text}' is not a whole number of at least 1; {DefaultLimit} is used");
        return DefaultLimit;
    }
}
