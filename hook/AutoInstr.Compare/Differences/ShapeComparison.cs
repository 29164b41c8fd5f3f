using System.Globalization;
using AutoInstr.Compare.Recordings;

namespace AutoInstr.Compare.Differences;

/// <summary>Finds what differs between two instruments, or two statements that log: their shapes, not their values.</summary>
/// <param name="rules">Which attributes are compared.</param>
internal sealed class ShapeComparison(AttributeRules rules)
{
    /// <summary>Compares two instruments.</summary>
    public IReadOnlyList<Difference> Compare(RecordedInstrument manual, RecordedInstrument automatic) =>
    [
        .. IfOther(Aspect.Scope, manual.Scope, automatic.Scope),
        .. IfOther(Aspect.Unit, manual.Unit, automatic.Unit),
        .. IfOther(Aspect.Kind, manual.Kind, automatic.Kind),
        .. IfOther(Aspect.Temporality, manual.Temporality, automatic.Temporality),
        .. IfOther(Aspect.Buckets, manual.Buckets, automatic.Buckets),
        .. Compare(manual.AttributeKeys, automatic.AttributeKeys),
    ];

    /// <summary>Compares two statements.</summary>
    public IReadOnlyList<Difference> Compare(RecordedLog manual, RecordedLog automatic) =>
    [
        .. IfOther(Aspect.Severity, manual.Severity, automatic.Severity),
        .. IfOther(Aspect.Count, Number(manual.Count), Number(automatic.Count)),
        .. IfOther(Aspect.TraceIds, manual.TraceIds, automatic.TraceIds),
        .. Compare(manual.AttributeKeys, automatic.AttributeKeys),
    ];

    private IEnumerable<Difference> Compare(IReadOnlyList<string> manual, IReadOnlyList<string> automatic) =>
        manual.Union(automatic, StringComparer.Ordinal).Where(key => !rules.IsIgnored(key)).Order(StringComparer.Ordinal)
            .Where(key => manual.Contains(key) != automatic.Contains(key))
            .Select(key => new Difference(
                Aspect.AttributeKey, key, manual.Contains(key) ? "there" : null, automatic.Contains(key) ? "there" : null));

    private static IEnumerable<Difference> IfOther(Aspect aspect, string manual, string automatic) =>
        manual == automatic ? [] : [new Difference(aspect, "", manual, automatic)];

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
