using Hangfire;
using Hangfire.InMemory;
using MySqlConnector;

/// <summary>What a plug-in does with libraries that it brings along.</summary>
public static class Work
{
    private static readonly TaskCompletionSource Ran = new();

    public static string RunJob()
    {
        GlobalConfiguration.Configuration.UseStorage(new InMemoryStorage());
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = 1, SchedulePollingInterval = TimeSpan.FromMilliseconds(100) });
        BackgroundJob.Enqueue(() => Job());
        Ran.Task.Wait();
        server.SendStop();
        server.WaitForShutdown(TimeSpan.FromSeconds(30));
        return "ran";
    }

    public static void Job() => Ran.TrySetResult();

    public static string Connect()
    {
        try
        {
            using var connection = new MySqlConnection("Server=127.0.0.1;Port=1;User ID=a;Password=b");
            connection.Open();
            return "connected";
        }
        catch (MySqlException exception)
        {
            return exception.ErrorCode.ToString();
        }
    }
}
