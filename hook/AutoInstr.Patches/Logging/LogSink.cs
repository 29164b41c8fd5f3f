using RecordTaker = System.Action<
    System.DateTime, int, string?, string, (int Id, string? Name), string?, string?,
    System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, object?>>?,
    System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, object?>>?, System.Exception?>;

namespace AutoInstr.Patches.Logging;

/// <summary>Where log records go: to the agent, which is in another load context and found by a name.</summary>
internal static class LogSink
{
    /// <summary>Key of the agent's delegate and beginning of its switches; the agent has it too, and the same parameters.</summary>
    private const string Key = "AutoInstr.Logs";

    private static readonly RecordTaker? Taker = AppContext.GetData(Key) as RecordTaker;

    [ThreadStatic]
    private static bool _isTaking;

    /// <summary>Whether anybody takes log records.</summary>
    public static bool IsOpen => Taker != null;

    /// <summary>Whether messages are wanted beside their templates.</summary>
    public static bool WantsMessage { get; } = Is("Message");

    /// <summary>Whether the application's own logs are given the ids of trace and span.</summary>
    public static bool Correlates { get; } = Is("Correlation");

    /// <summary>Whether records are taken although an SDK of the application's exports them.</summary>
    public static bool TakesExported { get; } = Is("Both");

    /// <summary>Whether no record is taken at all once an SDK of the application's exports any.</summary>
    public static bool LeavesAll { get; } = Is("LeaveAll");

    /// <summary>Tells the agent that an SDK of the application's exports log records, which are left to it.</summary>
    public static void NoteDeferred() => (AppContext.GetData(Key + ".Deferred") as Action)?.Invoke();

    /// <summary>Hands a record over. What the application's objects log while they are turned into text is not taken.</summary>
    /// <param name="time">When it was logged.</param>
    /// <param name="severity">From 1 to 24.</param>
    /// <param name="severityText">The level in the library's words.</param>
    /// <param name="category">The logger's name.</param>
    /// <param name="kind">Number and name of its kind; 0 and <see langword="null"/> for none.</param>
    /// <param name="body">The template, or the message where there is none.</param>
    /// <param name="message">The message, where it is wanted beside the template.</param>
    /// <param name="attributes">The values of the template, and other properties.</param>
    /// <param name="scopes">What the application put around it.</param>
    /// <param name="exception">What went wrong.</param>
    public static void Take(
        DateTime time, int severity, string? severityText, string category, (int Id, string? Name) kind, string? body, string? message,
        IReadOnlyList<KeyValuePair<string, object?>>? attributes, IReadOnlyList<KeyValuePair<string, object?>>? scopes,
        Exception? exception)
    {
        if (_isTaking)
            return;
        _isTaking = true;
        try
        {
            Taker?.Invoke(time, severity, severityText, category, kind, body, message, attributes, scopes, exception);
        }
        finally
        {
            _isTaking = false;
        }
    }

    private static bool Is(string name) => AppContext.TryGetSwitch($"{Key}.{name}", out var isOn) && isOn;
}
