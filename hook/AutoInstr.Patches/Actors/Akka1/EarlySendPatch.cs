using Akka.Actor;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>Notes what sends a message to an actor that has not started yet; it is passed on when it has.</summary>
[Instrumentation("AKKA")]
[Patch("Akka", From = "1.5.71", To = "1.6", Type = "Akka.Actor.UnstartedCell", Method = "SendMessage",
    Parameters = ["Akka.Actor.IActorRef", "System.Object"])]
internal static class EarlySendPatch
{
    private static void Prefix(UnstartedCell __instance, object? message, out bool __state)
    {
        ActorSpan.Sending(__instance.Self, message);
        __state = ActorSpan.PassOn(true);
    }

    private static void Finalizer(bool __state) => ActorSpan.PassOn(__state);
}
