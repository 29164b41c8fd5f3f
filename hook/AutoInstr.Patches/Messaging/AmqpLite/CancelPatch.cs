using Amqp;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>Ends the span of a message whose outcome did not come in time.</summary>
[Instrumentation("AMQPNETLITE")]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.SenderLink", Method = "Cancel")]
internal static class CancelPatch
{
    private static void Prefix(Message? message)
    {
        if (message != null)
            AmqpSend.Cancel(message);
    }
}
