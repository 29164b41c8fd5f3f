using TaskData;

namespace TasksApi.Reports;

/// <summary>The queue that the worker itself has, over HTTP: for a system without a message broker.</summary>
sealed class HttpReportQueue(HttpClient http) : IReportQueue
{
    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The worker cannot be reached, or does not take the job.</exception>
    public async Task EnqueueAsync(ReportJob job, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync("jobs", job, cancellation);
        response.EnsureSuccessStatusCode();
    }
}
