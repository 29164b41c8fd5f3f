namespace AutoInstr.Agent.Configuration.File;

/// <summary>The configurator of tracers, meters or loggers: what holds for them by their names.</summary>
internal static class ScopeRulesReader
{
    /// <summary>Reads the rule of a tracer or a meter: whether it is on.</summary>
    public static Func<FileSection, bool> Enabled { get; } = static section => section.Boolean("enabled", true);

    /// <summary>Reads it.</summary>
    /// <typeparam name="T">What holds for one of them.</typeparam>
    /// <param name="provider">The provider.</param>
    /// <param name="what">What the schema calls one of them: <c>Tracer</c>, <c>Meter</c> or <c>Logger</c>.</param>
    /// <param name="read">Reads what holds.</param>
    /// <param name="fallback">What holds where nothing is said.</param>
    public static ScopeRules<T>? Read<T>(FileSection provider, string what, Func<FileSection, T> read, T fallback)
    {
        const string leftOut = "the entry is left out";
        var name = what.ToLowerInvariant();
        var type = $"Experimental{what}";
        return provider.Child<ScopeRules<T>?>(name + "_configurator/development", type + "Configurator", null, section =>
        {
            var rules = section.Children<Rule<T>>(name + "s", type + "MatcherAndConfig", entry =>
            {
                var pattern = entry.RequiredText("name", leftOut);
                if (!entry.Has("config"))
                {
                    entry.Missing("config", leftOut);
                    return null;
                }
                var value = entry.Child("config", type + "Config", fallback, read);
                return pattern is null ? null : new Rule<T>(pattern, value);
            });
            return new ScopeRules<T>(
                section.Child("default_config", type + "Config", fallback, read),
                rules.ConvertAll(static rule => new KeyValuePair<string, T>(rule.Pattern, rule.Value)));
        });
    }

    private sealed record Rule<T>(string Pattern, T Value);
}
