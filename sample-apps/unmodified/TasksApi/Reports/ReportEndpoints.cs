using TasksApi.Tasks;

namespace TasksApi.Reports;

/// <summary>Reports over HTTP. One instance of this service is asked for them, a second one makes them.</summary>
static class ReportEndpoints
{
    /// <summary>Adds the client of the service that makes reports, which is at <c>REPORTS_URL</c>.</summary>
    public static void AddReports(this IServiceCollection services, IConfiguration configuration) =>
        services.AddHttpClient<ReportClient>(http =>
            http.BaseAddress = configuration["REPORTS_URL"] is { Length: > 0 } url ? new Uri(url) : null);

    /// <summary>Maps the routes under <c>/reports</c>.</summary>
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        app.MapPost("/reports", RequestAsync);
        app.MapPost("/reports/render", (TaskItem[] tasks) => Report.From(tasks));
    }

    private static async Task<IResult> RequestAsync(TaskStore store, ReportClient reports, CancellationToken cancellation)
    {
        if (!reports.IsConfigured)
            return Results.Problem("REPORTS_URL is not set.", statusCode: StatusCodes.Status503ServiceUnavailable);
        try
        {
            return Results.Ok(await reports.MakeAsync(store.List(), cancellation));
        }
        catch (HttpRequestException)
        {
            return Results.Problem("The report service failed.", statusCode: StatusCodes.Status502BadGateway);
        }
    }
}
