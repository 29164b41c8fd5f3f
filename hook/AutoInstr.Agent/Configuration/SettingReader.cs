using System.Globalization;

namespace AutoInstr.Agent.Configuration;

/// <summary>Reads environment variables as typed values; a wrong one is reported in one line and replaced.</summary>
/// <remarks>
/// The rules are those of the specification ("Environment Variable Specification"): an empty value means unset, names of choices are
/// compared without case, a value out of range is as good as none.
/// </remarks>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
/// <param name="report">Takes one line for each wrong value; never holds a secret.</param>
internal sealed class SettingReader(Func<string, string?> variable, Action<string> report)
{
    private HashSet<string>? _reported;

    /// <summary>The trimmed value, or <see langword="null"/> when it is unset or empty.</summary>
    public string? Text(string name)
    {
        var value = variable(name);
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary><c>true</c> or <c>false</c>, in any case.</summary>
    public bool Boolean(string name, bool fallback)
    {
        var text = Text(name);
        if (text is null)
            return fallback;
        if (bool.TryParse(text, out var value))
            return value;
        Replaced(name, text, "is neither true nor false", fallback ? "true" : "false");
        return fallback;
    }

    /// <summary>The switches of a signal's instrumentations: the narrowest that is set wins.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>Whether an instrumentation is on, by its upper-case id; its own switch is read when it is asked for.</returns>
    public Func<string, bool> InstrumentationSwitches(Signal signal)
    {
        var prefix = $"OTEL_DOTNET_AUTO_{signal.Variable}_";
        var enabled = Boolean(prefix + "INSTRUMENTATION_ENABLED", Boolean("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED", true));
        return id => Boolean($"{prefix}{id}_INSTRUMENTATION_ENABLED", enabled);
    }

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public int Integer(string name, int fallback, int minimum = 0, int maximum = int.MaxValue) =>
        OptionalInteger(name, fallback, minimum, maximum)!.Value;

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>, where
    /// <see langword="null"/> stands for no limit.</summary>
    public int? OptionalInteger(string name, int? fallback, int minimum = 0, int maximum = int.MaxValue)
    {
        var text = Text(name);
        if (text is null)
            return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum &&
            value <= maximum)
            return value;
        var range = maximum == int.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
        Replaced(name, text, "is not a whole number " + range, fallback?.ToString(CultureInfo.InvariantCulture) ?? "no limit");
        return fallback;
    }

    /// <summary>Milliseconds that something may take; 0 means without end, which is given as the longest time there is.</summary>
    public int Timeout(string name, int fallback)
    {
        var value = Integer(name, fallback);
        return value == 0 ? int.MaxValue : value;
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Ratio(string name, double fallback)
    {
        var text = Text(name);
        if (text is null)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1)
            return value;
        Replaced(name, text, "is not a number from 0 to 1", fallback.ToString(CultureInfo.InvariantCulture));
        return fallback;
    }

    /// <summary>One of some names, as it is written in <paramref name="known"/>.</summary>
    public string Choice(string name, string fallback, params string[] known)
    {
        var text = Text(name);
        if (text is null)
            return fallback;
        foreach (var choice in known)
        {
            if (choice.Equals(text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }
        Replaced(name, text, "is not one of " + string.Join(", ", known), fallback);
        return fallback;
    }

    /// <summary>A list, trimmed, without empty entries.</summary>
    public string[] List(string name, char separator = ',') =>
        Text(name)?.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A comma-separated list of known names: lower case, in order, each once; <c>none</c> alone gives an empty list.</summary>
    public IReadOnlyList<string> Names(string name, IReadOnlyList<string> fallback, params string[] known)
    {
        var text = Text(name);
        if (text is null)
            return fallback;
        var used = new List<string>();
        var unknown = new List<string>();
        var none = false;
        foreach (var entry in List(name))
        {
            var lower = entry.ToLowerInvariant();
            if (lower == "none")
                none = true;
            else if (Array.IndexOf(known, lower) < 0)
                unknown.Add(entry);
            else if (!used.Contains(lower))
                used.Add(lower);
        }
        IReadOnlyList<string> result = used.Count > 0 || none ? used : fallback;
        var shown = result.Count == 0 ? "none" : string.Join(',', result);
        if (unknown.Count > 0)
            Replaced(name, string.Join(',', unknown), $"is not known ({string.Join(", ", known)} and none are)", shown);
        else if (used.Count == 0 && !none)
            Replaced(name, text, "names nothing", shown);
        if (none && used.Count > 0)
            Replaced(name, text, "has none beside others", shown);
        return result;
    }

    /// <summary>Whether a list has a name. By hand, since LINQ would have to be loaded while the application starts.</summary>
    public static bool Contains(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return true;
        }
        return false;
    }

    /// <summary>A file that can be opened now, or <see langword="null"/>.</summary>
    /// <param name="name">The variable that holds the path.</param>
    /// <param name="fallback">What is given when the variable is not set or the file cannot be read.</param>
    /// <param name="used">In words, what is used when the file cannot be read.</param>
    public string? File(string name, string? fallback, string used)
    {
        var path = Text(name);
        if (path is null)
            return fallback;
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            return path;
        }
        catch (Exception exception)
        {
            var why = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException => "access is denied",
                _ => exception.GetType().Name,
            };
            Replaced(name, path, $"cannot be read ({why})", fallback ?? used);
            return fallback;
        }
    }

    /// <summary>Says that a value is not what it should be, and what is used instead.</summary>
    public void Replaced(string name, string value, string problem, string used) =>
        Report(name, $"{Quoted.Value(value)} {problem}; {used} is used");

    /// <summary>Says something about a variable, once for each thing said.</summary>
    public void Report(string name, string message)
    {
        var line = name + ": " + message;
        _reported ??= new HashSet<string>(StringComparer.Ordinal);
        lock (_reported)
        {
            if (!_reported.Add(line))
                return;
        }
        report(line);
    }
}
