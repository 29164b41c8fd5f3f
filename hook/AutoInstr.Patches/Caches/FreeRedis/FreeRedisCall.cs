using System.Diagnostics;
using System.Globalization;
using FreeRedis;

namespace AutoInstr.Patches.Caches.FreeRedis;

/// <summary>A call of FreeRedis that has a span: of one command, or of a pipeline.</summary>
internal sealed class FreeRedisCall
{
    private const string EndPipe = "EndPipe";
    private const string Pipeline = "PIPELINE";

    private static readonly ActivitySource Source = PatchActivity.NewSource("FreeRedis");

    private readonly Activity _activity;
    private readonly CommandPacket _command;

    private FreeRedisCall(Activity activity, CommandPacket command) => (_activity, _command) = (activity, command);

    /// <summary>Begins a call, unless it is the repetition of one that has a span: after a redirection, or on another connection.</summary>
    public static FreeRedisCall? Start(CommandPacket? command)
    {
        if (command?._command is not { } name || !Source.HasListeners() || Activity.Current is { IsStopped: false } current
            && current.Source == Source)
            return null;
        return RedisSpan.Start(Source, name == EndPipe ? Pipeline : name) is { } activity ? new FreeRedisCall(activity, command) : null;
    }

    /// <summary>Tells the span of a pipeline, if there is one, what is sent.</summary>
    public static void Describe(IEnumerable<CommandPacket> commands)
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity || activity.Source != Source
            || activity.OperationName != Pipeline)
            return;
        var batch = new RedisBatch(Pipeline);
        foreach (CommandPacket command in commands)
            batch.Add(command._command, Text(command));
        activity.DisplayName = batch.Operation;
        activity.SetTag("db.operation.name", batch.Operation);
        batch.Describe(activity);
    }

    /// <summary>Ends the call. Only now has the command its final keys, and the connection that it went by.</summary>
    public void Stop(Exception? exception)
    {
        if (_activity.IsAllDataRequested)
        {
            if (_command._command != EndPipe)
                _activity.SetTag("db.query.text", Text(_command));
            SetTarget(_command.WriteTarget);
            // The error of a pipeline quotes its commands.
            if (exception is not null && _command._command == EndPipe)
            {
                RedisSpan.Fail(_activity, exception, exception.Message.Split(" {", 2)[0]);
                exception = null;
            }
        }
        RedisSpan.Stop(_activity, exception);
    }

    private static string Text(CommandPacket command) => RedisText.Of(
        command._input,
        static (command, i) => i == 0 || (i == 1 && !string.IsNullOrEmpty(command._subcommand)) || command._keyIndexes.Contains(i),
        command);

    /// <summary>The library has <c>host:port/database</c>.</summary>
    private void SetTarget(string? target)
    {
        if (target is null)
            return;
        int slash = target.LastIndexOf('/');
        string server = slash < 0 ? target : target[..slash];
        if (slash >= 0)
            _activity.SetTag("db.namespace", target[(slash + 1)..]);
        int colon = server.LastIndexOf(':');
        if (colon > server.LastIndexOf(']') &&
            int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
            RedisSpan.SetServer(_activity, server[..colon].Trim('[', ']'), port);
        else
            RedisSpan.SetServer(_activity, server, 0);
    }
}
