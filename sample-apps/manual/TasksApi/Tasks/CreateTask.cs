using System.Diagnostics;

namespace TasksApi.Tasks;

/// <summary><c>POST /tasks</c>: writes a task down.</summary>
static class CreateTask
{
    /// <summary>Answers 201 with the task, or 422 with what is wrong with it.</summary>
    public static async Task<IResult> HandleAsync(NewTask request, TaskStore store, CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("create task");
        activity?.SetTag("task.title", request.Title);
        activity?.SetTag("task.minutes", request.Minutes);
        activity?.SetTag("task.people", request.People);

        if (request.Validate() is { Count: > 0 } errors)
            return Results.ValidationProblem(errors, statusCode: StatusCodes.Status422UnprocessableEntity);

        var task = await store.AddAsync(request.Title!, request.Minutes, request.People, cancellation);
        activity?.AddEvent(new ActivityEvent("task saved", tags: new ActivityTagsCollection { ["task.id"] = task.Id }));
        return Results.Created($"/tasks/{task.Id}", task);
    }
}
