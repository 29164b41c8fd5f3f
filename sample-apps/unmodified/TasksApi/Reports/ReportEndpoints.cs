using TaskData;

namespace TasksApi.Reports;

/// <summary>Reports over HTTP. They are asked for here; the worker makes them.</summary>
static class ReportEndpoints
{
    /// <summary>Adds the queue to the worker: RabbitMQ at <c>ConnectionStrings:RabbitMq</c>, or else the worker's own, at
    /// <c>Worker</c>.</summary>
    public static void AddReports(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("RabbitMq") is { Length: > 0 } broker)
            services.AddSingleton<IReportQueue>(_ => new RabbitMqReportQueue(broker));
        else
            services.AddHttpClient<IReportQueue, HttpReportQueue>(http => http.BaseAddress = new Uri(configuration["Worker"]!));
    }

    /// <summary>Maps the routes under <c>/reports</c>.</summary>
    public static void MapReports(this IEndpointRouteBuilder app) => app.MapPost("/reports", RequestAsync);

    private static async Task<IResult> RequestAsync(IReportQueue queue, CancellationToken cancellation)
    {
        var job = new ReportJob(Guid.NewGuid(), DateTimeOffset.UtcNow);
        await queue.EnqueueAsync(job, cancellation);
        return Results.Accepted(value: job);
    }
}
