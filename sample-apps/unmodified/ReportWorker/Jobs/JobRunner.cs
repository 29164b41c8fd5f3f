using ReportWorker.Reports;

using TaskData;

namespace ReportWorker.Jobs;

/// <summary>Does jobs, whatever queue they came through.</summary>
sealed partial class JobRunner(IServiceScopeFactory scopes, ILogger<JobRunner> log)
{
    /// <summary>Does a job.</summary>
    /// <returns>Whether it was done; what went wrong else is in the log.</returns>
    public async Task<bool> RunAsync(ReportJob job, CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ReportMaker>().MakeAsync(job, cancellation);
            Made(job.Id);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(exception, job.Id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Report {Id} is made")]
    private partial void Made(Guid id);

    [LoggerMessage(LogLevel.Error, "Report {Id} could not be made")]
    private partial void Failed(Exception exception, Guid id);
}
