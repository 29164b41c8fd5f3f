using Microsoft.AspNetCore.Http.HttpResults;

namespace TasksApi.Tasks;

/// <summary>What can be done with tasks over HTTP.</summary>
static class TaskEndpoints
{
    /// <summary>Adds the store of tasks: <c>ConnectionStrings:Tasks</c>, or else a file in the temporary folder.</summary>
    public static void AddTasks(this IServiceCollection services, IConfiguration configuration)
    {
        var database = configuration.GetConnectionString("Tasks") ?? $"Data Source={Path.Combine(Path.GetTempPath(), "tasks.db")}";
        services.AddSingleton(_ => new TaskStore(database));
    }

    /// <summary>Maps the routes under <c>/tasks</c>.</summary>
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tasks", (TaskStore store) => store.List());
        app.MapGet("/tasks/{id:long}", Find);
        app.MapGet("/tasks/{id:long}/share", ShareTask.Handle);
        app.MapPost("/tasks", CreateTask.Handle);
    }

    private static Results<Ok<TaskItem>, NotFound> Find(long id, TaskStore store) =>
        store.Find(id) is { } task ? TypedResults.Ok(task) : TypedResults.NotFound();
}
