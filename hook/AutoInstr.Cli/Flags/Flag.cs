using AutoInstr.Agent.Configuration;

namespace AutoInstr.Cli.Flags;

/// <summary>A setting as a flag of the command line.</summary>
/// <param name="Setting">The variable and what it means.</param>
internal sealed record Flag(Setting Setting)
{
    private const string Placeholder = "{ID}";
    private const string SignalPlaceholder = "{SIGNAL}";
    private const string CommonPrefix = "OTEL_";

    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    /// <summary>The flag without its dashes: the variable in lower case, without <c>OTEL_</c>.</summary>
    public string Name { get; } = Normalize(Setting.Name).Replace("{id}", Placeholder).Replace("{signal}", SignalPlaceholder);

    /// <summary>The form in which flags are compared: lower case, underscores, without <c>otel_</c>.</summary>
    public static string Normalize(string flag)
    {
        var name = flag.StartsWith(CommonPrefix, StringComparison.OrdinalIgnoreCase) ? flag[CommonPrefix.Length..] : flag;
        return name.Replace('-', '_').ToLowerInvariant();
    }

    /// <summary>Finds the variable that a name stands for.</summary>
    /// <param name="name">A normalized name.</param>
    /// <returns>The variable, or <see langword="null"/> when this flag is not meant.</returns>
    public string? Match(string name)
    {
        if (Name.Contains(SignalPlaceholder, StringComparison.Ordinal))
            return Signals.Select(signal => OfSignal(signal).Match(name)).FirstOrDefault(static variable => variable != null);
        var hole = Name.IndexOf(Placeholder, StringComparison.Ordinal);
        if (hole < 0)
            return name == Name ? Setting.Name : null;

        var (start, end) = (Name[..hole], Name[(hole + Placeholder.Length)..]);
        if (name.Length <= start.Length + end.Length || !name.StartsWith(start, StringComparison.Ordinal) ||
            !name.EndsWith(end, StringComparison.Ordinal))
            return null;
        var id = name[start.Length..^end.Length];
        return id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? Setting.Name.Replace(Placeholder, id.ToUpperInvariant())
            : null;
    }

    private Flag OfSignal(string signal) => new(Setting with { Name = Setting.Name.Replace(SignalPlaceholder, signal) });
}
