using Amqp;
using Amqp.Framing;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>Notes what a link is attached to: the constructors with an Attach are those that all others call.</summary>
[Instrumentation("AMQPNETLITE")]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.SenderLink", Method = ".ctor",
    Parameters = ["Amqp.Session", "System.String", "Amqp.Framing.Attach", "Amqp.OnAttached"])]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.ReceiverLink", Method = ".ctor",
    Parameters = ["Amqp.Session", "System.String", "Amqp.Framing.Attach", "Amqp.OnAttached"])]
internal static class AttachPatch
{
    private static void Postfix(Link __instance, Attach attach) => AmqpLinks.Add(__instance, attach);
}
