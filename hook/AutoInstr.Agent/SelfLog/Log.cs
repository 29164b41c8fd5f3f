using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.SelfLog;

/// <summary>How much the agent says of itself (OTEL_LOG_LEVEL).</summary>
internal enum LogLevel
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>What stops telemetry.</summary>
    Error,
    /// <summary>What was wrong and is replaced by something else. The default.</summary>
    Warn,
    /// <summary>What the agent does.</summary>
    Info,
    /// <summary>Everything.</summary>
    Debug,
}

/// <summary>What the agent says of itself: one line a message, never with a secret, never thrown at the application.</summary>
internal static class Log
{
    private static readonly HashSet<string> Said = new(StringComparer.Ordinal);
    private static Action<LogLevel, string> _sink = ConsoleSink.Write;
    private static LogLevel _level = LogLevel.Warn;

    /// <summary>Sets how much is said, and where.</summary>
    public static void Configure(SelfLogSettings settings) => Configure(settings.Level, settings.Sink switch
    {
        "file" => new FileSink(settings.Directory, settings.FileSize, ConsoleSink.Write).Write,
        "none" => Discard,
        _ => ConsoleSink.Write,
    });

    /// <summary>Sets how much is said, and where.</summary>
    public static void Configure(LogLevel level, Action<LogLevel, string> sink) => (_level, _sink) = (level, sink);

    /// <summary>Whether messages of this level are written, for callers that would build an expensive one.</summary>
    public static bool IsEnabled(LogLevel level) => level <= _level;

    /// <summary>Says what stops telemetry.</summary>
    public static void Error(string message) => Write(LogLevel.Error, message);

    /// <summary>Says what was wrong and what is used instead.</summary>
    public static void Warn(string message) => Write(LogLevel.Warn, message);

    /// <summary>Says what the agent does.</summary>
    public static void Info(string message) => Write(LogLevel.Info, message);

    /// <summary>Says what only a developer of the agent wants to know.</summary>
    public static void Debug(string message) => Write(LogLevel.Debug, message);

    /// <summary>Says something the first time only.</summary>
    /// <param name="level">How important it is.</param>
    /// <param name="key">What makes two messages the same.</param>
    /// <param name="message">The line.</param>
    public static void Once(LogLevel level, string key, string message)
    {
        if (!IsEnabled(level))
            return;
        lock (Said)
        {
            if (!Said.Add(key))
                return;
        }
        Write(level, message);
    }

    /// <summary>Says something at a level, unless it was said before: what several signals lack in common is one failure.</summary>
    public static void WriteOnce(LogLevel level, string message) => Once(level, message, message);

    /// <summary>Says something at a level.</summary>
    public static void Write(LogLevel level, string message)
    {
        if (!IsEnabled(level) || level == LogLevel.None)
            return;
        try
        {
            _sink(level, OneLine(message));
        }
        catch (Exception)
        {
            // A closed standard error or a full disk must not reach the application.
        }
    }

    private static void Discard(LogLevel level, string message)
    {
    }

    /// <summary>Messages carry what others wrote, such as a receiver's error: no line break or
    /// terminal sequence of theirs gets through.</summary>
    internal static string OneLine(string message)
    {
        foreach (var character in message)
        {
            if (char.IsControl(character))
                return string.Create(message.Length, message, static (line, source) =>
                {
                    for (var i = 0; i < line.Length; i++)
                        line[i] = char.IsControl(source[i]) ? ' ' : source[i];
                });
        }
        return message;
    }
}
