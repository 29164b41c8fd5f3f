using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Scheduler;
using AutoInstr.Patches.Messaging;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>Messages between actors of the application, those below <c>/user</c>.</summary>
internal static class ActorSpan
{
    private static readonly ActivitySource Source = PatchActivity.NewSource("Akka");
    private static readonly MessageOperation Process = new("akka", "process", "process", ActivityKind.Consumer);

    [ThreadStatic]
    private static bool _passesOn;

    /// <summary>Whether what is sent from here on, on this thread, was sent before and is only passed on.</summary>
    /// <returns>Whether it was so until now.</returns>
    public static bool PassOn(bool passesOn)
    {
        var former = _passesOn;
        _passesOn = passesOn;
        return former;
    }

    /// <summary>Notes what sends a message.</summary>
    public static void Sending(IActorRef receiver, object? message)
    {
        if (!_passesOn && message != null && Source.HasListeners() &&
            Activity.Current is { IdFormat: ActivityIdFormat.W3C } sender && IsUsers(receiver))
            EnvelopeContexts.Add(message, receiver, sender.Context);
    }

    /// <summary>Starts the span of a message that an actor gets, as a part of what sent it.</summary>
    public static ActorCall? Start(ActorCell cell, object? message)
    {
        if (message == null || !Source.HasListeners() || !IsUsers(cell.Self))
            return null;
        var around = Activity.Current;
        var type = (message is IScheduledTellMsg scheduled ? scheduled.Message : message).GetType();
        var activity = MessageSpan.StartApart(
            Source, Process, cell.Self.Path.ToStringWithoutAddress(), EnvelopeContexts.Take(message, cell.Self));
        if (activity == null)
            return null;
        // Paths may be made up for the moment; types are not.
        activity.DisplayName = $"process {type.Name}";
        activity.SetTag("akka.message.type", type.FullName);
        return new ActorCall(activity, around);
    }

    /// <summary>An actor threw; its supervisor decides what becomes of it.</summary>
    public static void Failed(Exception exception)
    {
        for (var activity = Activity.Current; activity != null; activity = activity.Parent)
        {
            if (activity.Source != Source)
                continue;
            activity.Fail(exception);
            return;
        }
    }

    private static bool IsUsers(IActorRef actor)
    {
        // The guardian itself, and the root above it, have the library's own business.
        var depth = 0;
        var path = actor.Path;
        while (path.Parent is { } parent && !ReferenceEquals(parent, path))
        {
            depth++;
            if (parent is RootActorPath)
                return depth > 1 && path.Name == "user";
            path = parent;
        }
        return false;
    }
}
