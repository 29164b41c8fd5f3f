using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Renci.SshNet;

namespace AutoInstr.Patches.Remote.Ssh;

/// <summary>A command that SSH.NET executes. What it is stays with the application: it may hold secrets.</summary>
internal static class CommandSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("SSH.NET");

    /// <summary>Where the commands go.</summary>
    private static readonly ConditionalWeakTable<SshCommand, ConnectionInfo> Servers = [];

    /// <summary>Notes the server of a command.</summary>
    public static void Created(SshClient client, SshCommand? command)
    {
        if (command != null && Source.HasListeners())
            Servers.TryAdd(command, client.ConnectionInfo);
    }

    /// <summary>Starts the span.</summary>
    public static Activity? Start(SshCommand command)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartActivity("Execute ssh", ActivityKind.Client);
        if (activity is not { IsAllDataRequested: true })
            return activity;
        activity.SetTag("network.protocol.name", "ssh");
        if (Servers.TryGetValue(command, out var server))
        {
            activity.SetTag("server.address", server.Host);
            activity.SetTag("server.port", server.Port);
        }
        return activity;
    }

    /// <summary>Ends it with the command's exit status, of which any but 0 is a failure.</summary>
    public static void End(Activity? activity, SshCommand command, Exception? exception)
    {
        if (activity == null)
            return;
        // The message of an exception has the command in it.
        if (exception != null)
            activity.Fail(exception.GetType().FullName!);
        else
            Describe(activity, command);
        activity.Stop();
    }

    private static void Describe(Activity activity, SshCommand command)
    {
        if (command.ExitStatus is { } status)
            activity.SetTag("process.exit.code", status);
        if (command.ExitSignal is { } signal)
            activity.Fail($"SIG{signal}");
        else if (command.ExitStatus is not (null or 0))
            activity.Fail(command.ExitStatus.Value.ToString(CultureInfo.InvariantCulture));
    }
}
