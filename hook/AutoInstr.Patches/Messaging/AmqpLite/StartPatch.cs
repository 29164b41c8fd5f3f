using Amqp;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Messaging.AmqpLite;

/// <summary>A consumer span for every message that is pushed to a callback of the application.</summary>
[Instrumentation("AMQPNETLITE")]
[Patch("Amqp.Net", From = "2.5", To = "3.0", Type = "Amqp.ReceiverLink", Method = "Start")]
internal static class StartPatch
{
    private static void Prefix(ref MessageCallback? onMessage)
    {
        if (onMessage != null)
            onMessage = new AmqpProcess(onMessage).Invoke;
    }
}
