using Microsoft.EntityFrameworkCore;

using ReportWorker.Storage;

using TaskData;

namespace ReportWorker.Reports;

/// <summary>Makes reports: reads the tasks, writes a file, sends it to the storage.</summary>
sealed class ReportMaker(TasksDb database, IReportStorage storage)
{
    /// <summary>Makes the report of a job.</summary>
    public async Task MakeAsync(ReportJob job, CancellationToken cancellation)
    {
        var tasks = await ReadTasksAsync(cancellation);
        var file = Path.Combine(Path.GetTempPath(), $"report-{job.Id:N}.csv");
        try
        {
            await WriteFileAsync(file, tasks, cancellation);
            await SendAsync(file, cancellation);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<List<TaskItem>> ReadTasksAsync(CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("read tasks");
        var tasks = await database.Tasks.AsNoTracking().OrderBy(task => task.Id).ToListAsync(cancellation);
        activity?.SetTag("task.count", tasks.Count);
        return tasks;
    }

    private static async Task WriteFileAsync(string file, IReadOnlyList<TaskItem> tasks, CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("write file");
        activity?.SetTag("file.path", file);
        await File.WriteAllLinesAsync(file, Report.Lines(tasks), cancellation);
    }

    private async Task SendAsync(string file, CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("send to storage");
        activity?.SetTag("file.path", file);
        await storage.SaveAsync(Path.GetFileName(file), file, cancellation);
    }
}
