namespace AutoInstr.Agent.Configuration;

/// <summary>A batch processor: of spans (OTEL_BSP_*), or of log records (OTEL_BLRP_*).</summary>
internal sealed record BatchSettings
{
    /// <summary>A slip of the finger must not ask for gigabytes.</summary>
    public const int LargestQueue = 1_000_000;

    /// <summary>Milliseconds between two exports.</summary>
    public int ScheduleDelay { get; init; } = 5000;

    /// <summary>Milliseconds one export may take.</summary>
    public int ExportTimeout { get; init; } = 30000;

    /// <summary>Records kept while waiting.</summary>
    public int MaxQueueSize { get; init; } = 2048;

    /// <summary>Records in one export.</summary>
    public int MaxExportBatchSize { get; init; } = 512;

    /// <summary>Reads these settings.</summary>
    /// <param name="reader">The environment.</param>
    /// <param name="signal">Whose.</param>
    /// <param name="defaults">What holds where nothing is set.</param>
    public static BatchSettings Read(SettingReader reader, Signal signal, BatchSettings defaults)
    {
        var queue = reader.Integer(signal.Batch + "MAX_QUEUE_SIZE", defaults.MaxQueueSize, 1, LargestQueue);
        // A small queue makes the default batch small without a word; a batch that was asked for does not fit without one.
        return new BatchSettings
        {
            ScheduleDelay = reader.Integer(signal.Batch + "SCHEDULE_DELAY", defaults.ScheduleDelay, 1),
            ExportTimeout = reader.Timeout(signal.Batch + "EXPORT_TIMEOUT", defaults.ExportTimeout),
            MaxQueueSize = queue,
            MaxExportBatchSize = reader.Integer(
                signal.Batch + "MAX_EXPORT_BATCH_SIZE", Math.Min(defaults.MaxExportBatchSize, queue), 1, queue),
        };
    }
}
