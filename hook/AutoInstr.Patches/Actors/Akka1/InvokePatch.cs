using Akka.Actor;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>A consumer span for every message that an actor gets.</summary>
[Instrumentation("AKKA")]
[Patch("Akka", From = "1.5.71", To = "1.6", Type = "Akka.Actor.ActorCell", Method = "Invoke")]
internal static class InvokePatch
{
    private static void Prefix(ActorCell __instance, Envelope envelope, out ActorCall? __state) =>
        __state = ActorSpan.Start(__instance, envelope.Message);

    private static void Finalizer(ActorCall? __state) => __state?.End();
}
