using System.Globalization;

using TaskData;

namespace ReportWorker.Reports;

/// <summary>The text of a report: comma-separated values (RFC 4180), a line for every task and one for all of them.</summary>
static class Report
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<TaskItem> tasks) =>
    [
        "id,title,minutes,people",
        .. tasks.Select(task => string.Create(
            CultureInfo.InvariantCulture, $"{task.Id},{Quoted(task.Title)},{task.Minutes},{task.People}")),
        string.Create(CultureInfo.InvariantCulture, $",total,{tasks.Sum(task => task.Minutes)},"),
    ];

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
