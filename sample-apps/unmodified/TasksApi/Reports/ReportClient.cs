using TasksApi.Tasks;

namespace TasksApi.Reports;

/// <summary>Asks the service that makes reports.</summary>
sealed class ReportClient(HttpClient http)
{
    /// <summary>Whether it is known where that service is.</summary>
    public bool IsConfigured => http.BaseAddress is not null;

    /// <summary>Has a report made.</summary>
    /// <exception cref="HttpRequestException">The service cannot be reached, or did not answer with success.</exception>
    public async Task<Report?> MakeAsync(IReadOnlyCollection<TaskItem> tasks, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync("reports/render", tasks, cancellation);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Report>(cancellation);
    }
}
