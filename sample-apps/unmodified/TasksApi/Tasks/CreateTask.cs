namespace TasksApi.Tasks;

/// <summary><c>POST /tasks</c>: writes a task down.</summary>
static class CreateTask
{
    /// <summary>Answers 201 with the task, or 422 with what is wrong with it.</summary>
    public static async Task<IResult> HandleAsync(NewTask request, TaskStore store, CancellationToken cancellation)
    {
        if (request.Validate() is { Count: > 0 } errors)
            return Results.ValidationProblem(errors, statusCode: StatusCodes.Status422UnprocessableEntity);

        var task = await store.AddAsync(request.Title!, request.Minutes, request.People, cancellation);
        return Results.Created($"/tasks/{task.Id}", task);
    }
}
