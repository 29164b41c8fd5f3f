using System.Diagnostics;
using System.Runtime.CompilerServices;
using CSRedis;

namespace AutoInstr.Patches.Caches.CSRedis;

/// <summary>Spans of CSRedisCore.</summary>
internal static class CSRedisCall
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("CSRedisCore");
    private static readonly ConditionalWeakTable<RedisClient, PipelinedCommands> Pipelines = [];

    private static readonly Type CommandType = Find("CSRedis.RedisCommand");
    private static readonly Func<object, string> CommandReader = MemberReader.Create<string>(CommandType, "Command");
    private static readonly Func<object, object[]?> ArgumentsReader = MemberReader.Create<object[]?>(CommandType, "Arguments");
    private static readonly Func<object, object> ConnectorReader = MemberReader.Create<object>(typeof(RedisClient), "_connector");
    private static readonly Func<object, bool> IsPipelinedReader =
        MemberReader.Create<bool>(Find("CSRedis.Internal.RedisConnector"), "IsPipelined");

    /// <summary>Begins the span of a command, or notes it as part of a pipeline.</summary>
    public static Activity? Start(RedisClient client, object? command)
    {
        if (command is null || !Source.HasListeners())
            return null;
        string name = CommandReader(command);
        if (IsUpkeep(name))
            return null;
        string text = Text(name, ArgumentsReader(command) ?? []);
        if (IsPipelinedReader(ConnectorReader(client)))
        {
            Pipelines.GetOrCreateValue(client).Batch.Add(name, text);
            return null;
        }
        Activity? activity = RedisSpan.Start(Source, name);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("db.query.text", text);
            RedisSpan.SetServer(activity, client.Host, client.Port);
        }
        return activity;
    }

    /// <summary>Begins the span of a pipeline that is sent.</summary>
    public static Activity? StartPipeline(RedisClient client)
    {
        if (!Pipelines.TryGetValue(client, out PipelinedCommands? commands))
            return null;
        Pipelines.Remove(client);
        Activity? activity = RedisSpan.Start(Source, commands.Batch);
        if (activity is not null)
            RedisSpan.SetServer(activity, client.Host, client.Port);
        return activity;
    }

    /// <summary>Ends a span. The library puts the command with its values around the message of an error, which is inside.</summary>
    public static void Stop(Activity? activity, Exception? exception) =>
        RedisSpan.Stop(activity, exception is RedisException { InnerException: { } inner } ? inner : exception);

    /// <summary>What the pool sends for each connection that it makes or doubts, on behalf of whoever is at it.</summary>
    private static bool IsUpkeep(string command) => command is "AUTH" or "SELECT" or "PING" or "CLIENT" or "cluster nodes";

    private static string Text(string command, object[] arguments)
    {
        string? key = arguments is [string first, ..] && RedisKeys.IsFirstArgument(command) ? first : null;
        return key is null ? RedisText.Of(command, arguments.Length) : RedisText.Of($"{command} {key}", arguments.Length - 1);
    }

    private static Type Find(string name) => typeof(RedisClient).Assembly.GetType(name, throwOnError: true)!;

    private sealed class PipelinedCommands
    {
        public RedisBatch Batch { get; } = new("PIPELINE");
    }
}
