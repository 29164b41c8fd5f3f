namespace TasksApi.Tasks;

/// <summary><c>GET /tasks/{id}/share</c>: how many minutes of a task fall to each person.</summary>
static class ShareTask
{
    /// <summary>Answers 200 with the minutes, or 404. It fails for a task that nobody has taken: the sample's own bug.</summary>
    public static async Task<IResult> HandleAsync(long id, TaskStore store, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } task)
            return Results.NotFound();

        using var activity = Telemetry.Source.StartActivity("share task");
        activity?.SetTag("task.id", task.Id);
        activity?.SetTag("task.people", task.People);
        try
        {
            return Results.Ok(new Share(task.Id, task.Minutes / task.People));
        }
        catch (DivideByZeroException exception)
        {
            activity.Fail(exception);
            throw;
        }
    }
}

/// <summary>One person's part of a task.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Minutes">How many minutes fall to each person.</param>
sealed record Share(long Task, int Minutes);
