using Microsoft.EntityFrameworkCore;

using TaskData;

namespace TasksApi.Tasks;

/// <summary>The tasks: in the database, and the list of the newest ones in the cache too.</summary>
sealed class TaskStore(TasksDb database, TaskListCache cache)
{
    private const int ListLength = 50;

    /// <summary>Saves a new task.</summary>
    /// <param name="title">What is to be done.</param>
    /// <param name="minutes">How long it takes one person.</param>
    /// <param name="people">How many people share it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The task as it was saved.</returns>
    public async Task<TaskItem> AddAsync(string title, int minutes, int people, CancellationToken cancellation)
    {
        var task = new TaskItem { Title = title, Minutes = minutes, People = people, Created = DateTimeOffset.UtcNow };
        database.Tasks.Add(task);
        await database.SaveChangesAsync(cancellation);
        await cache.ClearAsync(cancellation);
        return task;
    }

    /// <summary>Looks a task up.</summary>
    /// <param name="id">The number it is known by.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The task, or <see langword="null"/> when there is none.</returns>
    public Task<TaskItem?> FindAsync(long id, CancellationToken cancellation) =>
        database.Tasks.AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, cancellation);

    /// <summary>The newest tasks, newest first.</summary>
    public async Task<IReadOnlyList<TaskItem>> ListAsync(CancellationToken cancellation)
    {
        if (await cache.GetAsync(cancellation) is { } cached)
            return cached;
        var tasks = await database.Tasks.AsNoTracking().OrderByDescending(task => task.Id).Take(ListLength).ToListAsync(cancellation);
        await cache.SetAsync(tasks, cancellation);
        return tasks;
    }
}
