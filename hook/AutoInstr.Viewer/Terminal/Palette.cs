namespace AutoInstr.Viewer.Terminal;

/// <summary>Colours text with ANSI escape sequences, or leaves it as it is.</summary>
/// <param name="enabled">Whether the output is a terminal that shows colours.</param>
internal sealed class Palette(bool enabled)
{
    // Distinct on dark and light backgrounds; red is kept for errors.
    private static readonly int[] ServiceColours = [36, 33, 35, 34, 32, 96, 95, 94];

    /// <summary>Whether standard output is a terminal that shows colours and whose user wants them (https://no-color.org).</summary>
    public static bool IsWanted =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or "");

    /// <summary>For what should be seen first.</summary>
    public string Bold(string text) => Sgr("1", text);

    /// <summary>For what should be seen last.</summary>
    public string Dim(string text) => Sgr("2", text);

    /// <summary>For errors.</summary>
    public string Error(string text) => Sgr("31", text);

    /// <summary>For what is declared successful.</summary>
    public string Ok(string text) => Sgr("32", text);

    /// <summary>A colour that a service has in every trace.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="text">What to colour.</param>
    public string Service(string service, string text)
    {
        if (!enabled)
            return text;
        // FNV-1a: unlike string.GetHashCode it is the same in every run.
        var hash = 2166136261u;
        foreach (var c in service)
            hash = unchecked((hash ^ c) * 16777619u);
        return Sgr(ServiceColours[hash % (uint)ServiceColours.Length].ToString(provider: null), text);
    }

    private string Sgr(string code, string text) => enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
