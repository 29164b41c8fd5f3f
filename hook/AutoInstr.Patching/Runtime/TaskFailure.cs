using System.Reflection;
using System.Runtime.ExceptionServices;

namespace AutoInstr.Patching.Runtime;

/// <summary>What a task failed with.</summary>
/// <remarks>
/// Reading <see cref="Task.Exception"/> would mark it as observed, and an application that listens to
/// <see cref="TaskScheduler.UnobservedTaskException"/> would no longer hear of a task that it forgot. So it is read where the task keeps
/// it; a test holds these fields for each release, and where they are not as expected, the property is read after all.
/// </remarks>
public static class TaskFailure
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly FieldInfo? Properties = typeof(Task).GetField("m_contingentProperties", Any);
    private static readonly FieldInfo? Holder = Properties?.FieldType.GetField("m_exceptionsHolder", Any);
    private static readonly FieldInfo? Faults = Holder?.FieldType.GetField("m_faultExceptions", Any);

    /// <summary>The exception of a completed task; <see langword="null"/> when it succeeded.</summary>
    public static Exception? Of(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return null;
        return task.IsCanceled ? new TaskCanceledException(task) : Unobserved(task) ?? task.Exception?.InnerException;
    }

    /// <summary>The first exception of a failed task, which stays unobserved.</summary>
    internal static Exception? Unobserved(Task task) =>
        Properties?.GetValue(task) is { } properties &&
        Holder?.GetValue(properties) is { } holder &&
        Faults?.GetValue(holder) is IReadOnlyList<ExceptionDispatchInfo> { Count: > 0 } faults
            ? faults[0].SourceException
            : null;
}
