using AutoInstr.Compare.Recordings;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Conventions;

/// <summary>Compares a recording with the current stable semantic conventions.</summary>
internal static class ConventionCheck
{
    private static readonly string[] RequiredOfResources =
        ["service.name", "telemetry.sdk.language", "telemetry.sdk.name", "telemetry.sdk.version"];

    /// <summary>Finds every departure.</summary>
    /// <returns>By service, then by how many spans it is on.</returns>
    public static IReadOnlyList<Violation> Of(Recording recording)
    {
        var found = new Dictionary<(string Service, string Subject, string Problem), int>();
        foreach (var span in recording.Spans)
        {
            foreach (var problem in Check(span))
                Count((span.ServiceName, $"{span.Kind} {span.Name}", problem));
        }
        foreach (var (service, resource) in recording.Resources)
        {
            foreach (var problem in CheckResource(resource))
                Count((service, "resource", problem));
        }
        return
        [
            .. found.Select(static item => new Violation(item.Key.Service, item.Key.Subject, item.Key.Problem, item.Value))
                .OrderBy(static violation => violation.Service, StringComparer.Ordinal)
                .ThenByDescending(static violation => violation.Count)
                .ThenBy(static violation => violation.Subject, StringComparer.Ordinal)
                .ThenBy(static violation => violation.Problem, StringComparer.Ordinal),
        ];

        void Count((string, string, string) key) => found[key] = found.GetValueOrDefault(key) + 1;
    }

    private static IEnumerable<string> Check(Span span) =>
    [
        .. CheckAttributes(span.Attributes),
        .. span.Events.SelectMany(static item => CheckAttributes(item.Attributes)),
        .. SpanRules.Check(span),
    ];

    private static IEnumerable<string> CheckResource(AttributeMap resource) =>
    [
        .. CheckAttributes(resource),
        .. RequiredOfResources.Where(name => resource[name] is null).Select(static name => $"{name} is required and missing"),
    ];

    private static IEnumerable<string> CheckAttributes(AttributeMap attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (RenamedAttributes.Current.TryGetValue(name, out var current))
                yield return current.Length == 0 ? $"{name} is deprecated" : $"{name} is now {current}";
            else if (value is not null && AttributeTypes.Expected.TryGetValue(name, out var type) && value.GetType() != type)
                yield return $"{name} should be {Describe(type)}";
        }
    }

    private static string Describe(Type type) => type == typeof(long) ? "an integer" : type == typeof(bool) ? "a boolean" : "a string";
}
