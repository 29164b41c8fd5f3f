namespace AutoInstr.Agent.Configuration;

/// <summary>What holds for tracers, meters or loggers by their names, from a file's configurator.</summary>
/// <typeparam name="T">What holds.</typeparam>
/// <param name="Default">Of names that no rule is for.</param>
/// <param name="Rules">Patterns of names; the first that fits decides.</param>
internal sealed record ScopeRules<T>(T Default, IReadOnlyList<KeyValuePair<string, T>> Rules)
{
    /// <summary>What holds for a name.</summary>
    public T Of(string name)
    {
        foreach (var (pattern, value) in Rules)
        {
            if (Wildcard.Matches(pattern, name))
                return value;
        }
        return Default;
    }
}

/// <summary>What holds for a logger.</summary>
/// <param name="Enabled">Whether its records are taken.</param>
/// <param name="MinimumSeverity">The least severity, as numbered by OpenTelemetry; 0 for any.</param>
/// <param name="TraceBased">Whether records inside of traces that are not recorded are left out.</param>
internal sealed record LoggerRule(bool Enabled, int MinimumSeverity, bool TraceBased);
