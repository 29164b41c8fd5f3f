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
    public async Task<IReadOnlyList<TaskItem>?> GetAsync(CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("cache get");
        var json = await cache.GetAsync(Key, cancellation);
        activity?.SetTag("cache.hit", json is not null);
        return json is null ? null : JsonSerializer.Deserialize<List<TaskItem>>(json);
    }

    /// <summary>Keeps the list.</summary>
    public async Task SetAsync(IReadOnlyList<TaskItem> tasks, CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("cache set");
        await cache.SetAsync(Key, JsonSerializer.SerializeToUtf8Bytes(tasks), Options, cancellation);
    }

    /// <summary>Forgets it.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        using var activity = Telemetry.Source.StartActivity("cache remove");
        await cache.RemoveAsync(Key, cancellation);
    }
}
