using System.Text.Json;

using Microsoft.Extensions.Caching.Distributed;

using TaskData;

namespace TasksApi.Tasks;

/// <summary>The list of tasks, for as long as it may be old.</summary>
sealed class TaskListCache(IDistributedCache cache)
{
    private const string Key = "tasks";

    private static readonly DistributedCacheEntryOptions Options = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30) };

    /// <summary>The list.</summary>
    /// <returns><see langword="null"/> when it is not there.</returns>
    public async Task<IReadOnlyList<TaskItem>?> GetAsync(CancellationToken cancellation) =>
        await cache.GetAsync(Key, cancellation) is { } json ? JsonSerializer.Deserialize<List<TaskItem>>(json) : null;

    /// <summary>Keeps the list.</summary>
    public Task SetAsync(IReadOnlyList<TaskItem> tasks, CancellationToken cancellation) =>
        cache.SetAsync(Key, JsonSerializer.SerializeToUtf8Bytes(tasks), Options, cancellation);

    /// <summary>Forgets it.</summary>
    public Task ClearAsync(CancellationToken cancellation) => cache.RemoveAsync(Key, cancellation);
}
