using TasksApi.Tasks;

namespace TasksApi.Reports;

/// <summary>What a list of tasks amounts to.</summary>
/// <param name="Tasks">How many there are.</param>
/// <param name="Minutes">How long they take together.</param>
/// <param name="Longest">The title of the one that takes longest, if there is any.</param>
sealed record Report(int Tasks, int Minutes, string? Longest)
{
    /// <summary>Makes the report.</summary>
    public static Report From(IReadOnlyCollection<TaskItem> tasks) =>
        new(tasks.Count, tasks.Sum(task => task.Minutes), tasks.MaxBy(task => task.Minutes)?.Title);
}
