using AutoInstr.Patching;

namespace AutoInstr.Patches.Actors.Akka1;

/// <summary>What an actor threw: it does not leave the cell.</summary>
[Instrumentation("AKKA")]
[Patch("Akka", From = "1.5.71", To = "1.6", Type = "Akka.Actor.ActorCell", Method = "HandleInvokeFailure")]
internal static class FailurePatch
{
    private static void Prefix(Exception cause) => ActorSpan.Failed(cause);
}
