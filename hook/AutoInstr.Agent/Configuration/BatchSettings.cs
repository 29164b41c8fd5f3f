namespace AutoInstr.Agent.Configuration;

/// <summary>The batch span processor (OTEL_BSP_*).</summary>
internal sealed record BatchSettings
{
    // The queue is one array, allocated at start-up: a slip of the finger must not ask for gigabytes.
    private const int LargestQueue = 1_000_000;

    /// <summary>Milliseconds between two exports.</summary>
    public int ScheduleDelay { get; init; } = 5000;

    /// <summary>Milliseconds one export may take.</summary>
    public int ExportTimeout { get; init; } = 30000;

    /// <summary>Spans kept while waiting.</summary>
    public int MaxQueueSize { get; init; } = 2048;

    /// <summary>Spans in one export.</summary>
    public int MaxExportBatchSize { get; init; } = 512;

    /// <summary>Reads these settings.</summary>
    /// <param name="reader">The environment.</param>
    public static BatchSettings Read(SettingReader reader)
    {
        const string batchSize = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";
        var defaults = new BatchSettings();
        var queue = reader.Integer("OTEL_BSP_MAX_QUEUE_SIZE", defaults.MaxQueueSize, 1, LargestQueue);
        // A small queue makes the default batch small without a word; a batch that was asked for does not fit without one.
        return new BatchSettings
        {
            ScheduleDelay = reader.Integer("OTEL_BSP_SCHEDULE_DELAY", defaults.ScheduleDelay, 1),
            ExportTimeout = reader.Timeout("OTEL_BSP_EXPORT_TIMEOUT", defaults.ExportTimeout),
            MaxQueueSize = queue,
            MaxExportBatchSize = reader.Integer(batchSize, Math.Min(defaults.MaxExportBatchSize, queue), 1, queue),
        };
    }
}
