using Microsoft.AspNetCore.Http.HttpResults;

using TaskData;

namespace TasksApi.Tasks;

/// <summary>What can be done with tasks over HTTP.</summary>
static class TaskEndpoints
{
    /// <summary>Adds the store of tasks, with its cache: Redis at <c>ConnectionStrings:Redis</c>, or else memory.</summary>
    public static void AddTasks(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
            services.AddStackExchangeRedisCache(options => options.Configuration = redis);
        else
            services.AddDistributedMemoryCache();
        services.AddSingleton<TaskListCache>();
        services.AddScoped<TaskStore>();
    }

    /// <summary>Creates the tables of a new database.</summary>
    public static async Task CreateTablesAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TasksDb>().Database.EnsureCreatedAsync();
    }

    /// <summary>Maps the routes under <c>/tasks</c>.</summary>
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tasks", (TaskStore store, CancellationToken cancellation) => store.ListAsync(cancellation));
        app.MapGet("/tasks/{id:long}", FindAsync);
        app.MapGet("/tasks/{id:long}/share", ShareTask.HandleAsync);
        app.MapPost("/tasks", CreateTask.HandleAsync);
    }

    private static async Task<Results<Ok<TaskItem>, NotFound>> FindAsync(long id, TaskStore store, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation) is { } task ? TypedResults.Ok(task) : TypedResults.NotFound();
}
