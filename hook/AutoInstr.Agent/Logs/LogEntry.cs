using System.Diagnostics;

namespace AutoInstr.Agent.Logs;

/// <summary>A log record as the application's logging library has it: https://opentelemetry.io/docs/specs/otel/logs/data-model/.</summary>
internal readonly ref struct LogEntry
{
    /// <summary>When it was logged.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>From 1 to 24, of which every four are a level: trace, debug, info, warn, error, fatal.</summary>
    public required int Severity { get; init; }

    /// <summary>The level in the library's words.</summary>
    public string? SeverityText { get; init; }

    /// <summary>The category or the logger's name, which becomes the scope.</summary>
    public required string Category { get; init; }

    /// <summary>The number of its kind; 0 for none.</summary>
    public int EventId { get; init; }

    /// <summary>The name of its kind.</summary>
    public string? EventName { get; init; }

    /// <summary>The template, or the message where there is none.</summary>
    public string? Body { get; init; }

    /// <summary>The message with its values, when it is asked for; it then is the body, and the template an attribute.</summary>
    public string? Message { get; init; }

    /// <summary>The values of the template, and other properties.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>>? Attributes { get; init; }

    /// <summary>What the application put around it.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>>? Scopes { get; init; }

    /// <summary>What went wrong.</summary>
    public Exception? Exception { get; init; }

    /// <summary>What was going on.</summary>
    public ActivityContext Context { get; init; }
}
