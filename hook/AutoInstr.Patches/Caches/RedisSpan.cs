using System.Diagnostics;
using System.Net;

namespace AutoInstr.Patches.Caches;

/// <summary>Spans of commands to Redis, as the semantic conventions for Redis have them, for every client.</summary>
internal static class RedisSpan
{
    /// <summary>Begins the span of a command, named after it: the number of a database would say little in a name.</summary>
    /// <returns>The span, which is the current one then; <see langword="null"/> when nobody listens.</returns>
    public static Activity? Start(ActivitySource source, string operation)
    {
        Activity? activity = source.StartActivity(operation, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("db.system.name", "redis");
            activity.SetTag("db.operation.name", operation);
        }
        return activity;
    }

    /// <summary>Begins the span of several commands that are sent as one.</summary>
    public static Activity? Start(ActivitySource source, RedisBatch batch)
    {
        Activity? activity = Start(source, batch.Operation);
        if (activity is { IsAllDataRequested: true })
            batch.Describe(activity);
        return activity;
    }

    /// <summary>Says which server the command went to; the first one said stays.</summary>
    public static void SetServer(Activity activity, EndPoint? endPoint)
    {
        switch (endPoint)
        {
            case IPEndPoint ip:
                SetServer(activity, ip.Address.ToString(), ip.Port);
                break;
            case DnsEndPoint dns:
                SetServer(activity, dns.Host, dns.Port);
                break;
            case not null:
                SetServer(activity, endPoint.ToString()!, 0);
                break;
        }
    }

    /// <summary>Says which server the command went to; the first one said stays.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="address">The host, or the path of a socket.</param>
    /// <param name="port">The port; 0 for a socket that has none.</param>
    public static void SetServer(Activity activity, string address, int port)
    {
        if (!activity.IsAllDataRequested || activity.GetTagItem("server.address") is not null)
            return;
        PatchActivity.SetServer(activity, address, port);
    }

    /// <summary>Ends the span; of an error that the server answered with, its prefix is the status code.</summary>
    public static void Stop(Activity? activity, Exception? exception)
    {
        if (exception is not null && activity is { IsAllDataRequested: true })
        {
            Fail(activity, exception, exception.Message);
            activity.AddException(exception);
        }
        activity?.Stop();
    }

    /// <summary>Marks a span as failed by an exception of which not all may be said.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="exception">What ended the call.</param>
    /// <param name="message">What may be said of it.</param>
    public static void Fail(Activity activity, Exception exception, string message)
    {
        string? code = ErrorPrefix(message);
        activity.SetTag("db.response.status_code", code);
        activity.Fail(code ?? exception.GetType().FullName!, message);
    }

    /// <summary>Errors of the server begin with a word in capitals: <c>WRONGTYPE Operation against a key ...</c>.</summary>
    private static string? ErrorPrefix(string message)
    {
        int length = message.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        return length > 1 && message[length] == ' ' ? message[..length] : null;
    }
}
