using AutoInstr.Patching;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>An actor starts and gets what was sent before: who starts it did not send that.</summary>
[Instrumentation("AKKA")]
[Patch("Akka", From = "1.5.71", To = "1.6", Type = "Akka.Actor.UnstartedCell", Method = "ReplaceWith")]
internal static class PassOnPatch
{
    private static void Prefix(out bool __state) => __state = ActorSpan.PassOn(true);

    private static void Finalizer(bool __state) => ActorSpan.PassOn(__state);
}
