using Akka.Actor;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>Notes what sends a message.</summary>
[Instrumentation("AKKA")]
[Patch("Akka", From = "1.5.71", To = "1.6", Type = "Akka.Actor.ActorCell", Method = "SendMessage",
    Parameters = ["Akka.Actor.IActorRef", "System.Object"])]
internal static class SendPatch
{
    private static void Prefix(ActorCell __instance, object? message) => ActorSpan.Sending(__instance.Self, message);
}
