using TaskData;

namespace TasksApi.Reports;

/// <summary>Takes jobs to the worker.</summary>
interface IReportQueue
{
    /// <summary>Puts a job into the queue.</summary>
    Task EnqueueAsync(ReportJob job, CancellationToken cancellation);
}
