using Hangfire;
using Hangfire.InMemory;

namespace Libraries.Services;

/// <summary>A job that runs and a job that fails, enqueued here and performed by the server.</summary>
public static class HangfireJobs
{
    static readonly TaskCompletionSource Ran = new(), Failed = new();

    /// <summary>Enqueues both and waits for them.</summary>
    internal static async Task RunAsync()
    {
        GlobalConfiguration.Configuration.UseStorage(new InMemoryStorage());
        GlobalJobFilters.Filters.Add(new AutomaticRetryAttribute { Attempts = 0 });
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = 1, SchedulePollingInterval = TimeSpan.FromMilliseconds(100) });
        BackgroundJob.Enqueue(() => Works("hi"));
        await Ran.Task;
        BackgroundJob.Enqueue(() => Fails());
        await Failed.Task;
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
}
