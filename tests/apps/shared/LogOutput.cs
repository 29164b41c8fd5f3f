using OpenTelemetry;
using OpenTelemetry.Logs;

/// <summary>The exporter of an application's own SDK: a line for every log record.</summary>
internal sealed class LogOutput : BaseExporter<LogRecord>
{
    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        foreach (var record in batch)
            Console.WriteLine($"app log {record.CategoryName}");
        return ExportResult.Success;
    }
}
