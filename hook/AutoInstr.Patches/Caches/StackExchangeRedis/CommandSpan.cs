using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Patches.Caches.StackExchangeRedis;

/// <summary>Spans of StackExchange.Redis.</summary>
internal static class CommandSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("StackExchange.Redis");

    /// <summary>Whether anybody wants spans.</summary>
    public static bool IsWanted => Source.HasListeners();

    /// <summary>The span of a command or a transaction that is sent by the current code.</summary>
    public static Activity? Current => Activity.Current is { } activity && activity.Source == Source ? activity : null;

    /// <summary>Begins the span of a command or a transaction.</summary>
    public static Activity? Start(object? message)
    {
        if (message is null || !IsWanted || RedisMessage.IsInternal(message))
            return null;
        Activity? activity;
        if (RedisMessage.Operations(message) is { } operations)
        {
            var batch = new RedisBatch("MULTI");
            foreach (object operation in operations)
                batch.Add(operation);
            activity = RedisSpan.Start(Source, batch);
        }
        else
        {
            (string command, string text) = RedisMessage.Describe(message);
            activity = RedisSpan.Start(Source, command);
            if (activity is { IsAllDataRequested: true })
                activity.SetTag("db.query.text", text);
        }
        SetDatabase(activity, RedisMessage.Database(message));
        return activity;
    }

    /// <summary>Begins the span of a pipeline.</summary>
    public static Activity? Start(RedisBatch batch, int database)
    {
        Activity? activity = RedisSpan.Start(Source, batch);
        SetDatabase(activity, database);
        return activity;
    }

    /// <summary>Adds one of the library's messages to a batch.</summary>
    public static void Add(this RedisBatch batch, object message)
    {
        (string command, string text) = RedisMessage.Describe(message);
        batch.Add(command, text);
    }

    private static void SetDatabase(Activity? activity, int database)
    {
        if (database >= 0 && activity is { IsAllDataRequested: true })
            activity.SetTag("db.namespace", database.ToString(CultureInfo.InvariantCulture));
    }
}
