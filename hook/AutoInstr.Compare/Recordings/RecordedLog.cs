using AutoInstr.Compare.Differences;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>The records that one edition writes by one statement: what they have in common.</summary>
/// <param name="Service">The service.</param>
/// <param name="Category">The logger's name.</param>
/// <param name="Template">What they say, before values are filled in.</param>
/// <param name="Severity">How severe they are; several severities are separated by commas.</param>
/// <param name="AttributeKeys">The names of all attributes that they have, in order.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Traced">How many of them have a trace's and a span's id.</param>
internal sealed record RecordedLog(
    string Service, string Category, string Template, string Severity, IReadOnlyList<string> AttributeKeys, int Count, int Traced)
{
    /// <summary>Logger and template.</summary>
    public string Title => $"{Category}: {Template}";

    /// <summary>Whether they have the ids of their trace and span, in words.</summary>
    public string TraceIds => Traced == Count ? "all" : Traced == 0 ? "none" : "some";

    /// <summary>The templates of a recording, by service, logger and text.</summary>
    public static IReadOnlyList<RecordedLog> Of(IEnumerable<LogRecord> records) =>
    [
        .. records.GroupBy(static record => (record.ServiceName, record.ScopeName, Template: StableText.Of(LogMessage.TemplateOf(record))))
            .Select(static group => new RecordedLog(
                group.Key.ServiceName, group.Key.ScopeName, group.Key.Template,
                string.Join(", ", group.Select(SeverityOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
                [
                    .. group.SelectMany(static record => record.Attributes.Select(static item => item.Key))
                        .Where(static key => key != LogMessage.OriginalFormat).Distinct().Order(StringComparer.Ordinal),
                ],
                group.Count(), group.Count(static record => record.TraceId.Length > 0 && record.SpanId.Length > 0)))
            .OrderBy(static log => log.Service, StringComparer.Ordinal).ThenBy(static log => log.Category, StringComparer.Ordinal)
            .ThenBy(static log => log.Template, StringComparer.Ordinal),
    ];

    private static string SeverityOf(LogRecord record) =>
        record.Severity == LogSeverity.Unspecified ? "" : record.Severity.ToString().ToLowerInvariant();
}
