using System.Diagnostics;
using OpenTelemetry;

/// <summary>The exporter of an application's own SDK: a line for every span.</summary>
internal sealed class ConsoleOutput : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var activity in batch)
            Console.WriteLine(
                $"app {activity.DisplayName} " +
                $"[{string.Join(' ', activity.TagObjects.Select(tag => tag.Key).Order(StringComparer.Ordinal))}]");
        return ExportResult.Success;
    }
}
