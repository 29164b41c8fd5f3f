using Hangfire;
using Hangfire.PostgreSql;

namespace Libraries.Services;

/// <summary>Two programs that share jobs through PostgreSQL: one enqueues, the other performs.</summary>
public static class HangfireStorage
{
    static readonly TaskCompletionSource Ran = new(), Failed = new();

    /// <summary>Enqueues a job that runs and one that fails.</summary>
    internal static Task EnqueueAsync(string connectionString)
    {
        Use(connectionString);
        BackgroundJob.Enqueue(() => Works("hi"));
        BackgroundJob.Enqueue(() => Fails());
        return Task.CompletedTask;
    }

    /// <summary>Performs both, in the order in which they were enqueued.</summary>
    internal static async Task PerformAsync(string connectionString)
    {
        Use(connectionString);
        GlobalJobFilters.Filters.Add(new AutomaticRetryAttribute { Attempts = 0 });
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = 1 });
        await Task.WhenAll(Ran.Task, Failed.Task);
        server.SendStop();
        await server.WaitForShutdownAsync(default);
    }

    /// <summary>Succeeds.</summary>
    public static void Works(string text)
    {
        using var inside = Work.Source.StartActivity("inside");
        Console.WriteLine(text);
        Ran.TrySetResult();
    }

    /// <summary>Fails.</summary>
    public static void Fails()
    {
        Failed.TrySetResult();
        throw new InvalidOperationException("as planned");
    }

    static void Use(string connectionString) => GlobalConfiguration.Configuration.UsePostgreSqlStorage(
        storage => storage.UseNpgsqlConnection(connectionString),
        new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(100) });
}
