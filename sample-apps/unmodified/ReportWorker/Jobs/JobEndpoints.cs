using TaskData;

namespace ReportWorker.Jobs;

/// <summary>Where jobs come from: a RabbitMQ broker at <c>ConnectionStrings:RabbitMq</c>, or else <c>POST /jobs</c>.</summary>
static class JobEndpoints
{
    /// <summary>Adds the queue.</summary>
    public static void AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<JobRunner>();
        if (configuration.GetConnectionString("RabbitMq") is { Length: > 0 } broker)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RabbitMqConsumer>(provider, broker));
            return;
        }
        services.AddSingleton<InProcessQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<InProcessQueue>());
    }

    /// <summary>Maps <c>POST /jobs</c>, unless jobs come from a broker.</summary>
    public static void MapJobs(this WebApplication app)
    {
        if (app.Services.GetService<InProcessQueue>() is not { } queue)
            return;
        app.MapPost("/jobs", (ReportJob job) =>
        {
            queue.Enqueue(job);
            return Results.Accepted();
        });
    }
}
