using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Conventions;

/// <summary>Finds where an instrument, or a statement that logs, departs from the current semantic conventions.</summary>
internal static class ShapeCheck
{
    /// <summary>Checks an instrument. Those that the conventions do not have are free.</summary>
    public static IEnumerable<(Rule Rule, string Message)> Of(RecordedInstrument one)
    {
        foreach (var violation in CheckKeys(one.AttributeKeys))
            yield return violation;
        if (DeprecatedInstruments.Replacements.TryGetValue(one.Name, out var current))
            yield return (Rule.Deprecated, $"{one.Name} is {current} by now");
        if (!InstrumentConvention.ByName.TryGetValue(one.Name, out var convention))
            yield break;
        // Buckets of either sort make a histogram.
        if (one.Kind != convention.Kind && one.Kind != "exponential " + convention.Kind)
            yield return (Rule.Type, $"the kind is '{one.Kind}'; it should be '{convention.Kind}'");
        if (one.Unit != convention.Unit)
            yield return (Rule.Unit, $"the unit is '{one.Unit}'; it should be '{convention.Unit}'");
        foreach (var name in convention.Required)
        {
            if (!one.AttributeKeys.Contains(name) && !DeprecatedAttributes.FormerNamesOf(name).Any(one.AttributeKeys.Contains))
                yield return (Rule.Required, $"{name} is missing");
        }
    }

    /// <summary>Checks a statement: https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/.</summary>
    public static IEnumerable<(Rule Rule, string Message)> Of(RecordedLog log)
    {
        foreach (var violation in CheckKeys(log.AttributeKeys))
            yield return violation;
        if (log.AttributeKeys.Contains("exception.stacktrace") && !log.AttributeKeys.Contains("exception.type")
            && !log.AttributeKeys.Contains("exception.message"))
        {
            yield return (Rule.Required, "a record of an exception has neither exception.type nor exception.message");
        }
    }

    private static IEnumerable<(Rule Rule, string Message)> CheckKeys(IReadOnlyList<string> keys) =>
        keys.Where(DeprecatedAttributes.Replacements.ContainsKey).Select(static key => (Rule.Deprecated, DeprecatedAttributes.Say(key)));
}
