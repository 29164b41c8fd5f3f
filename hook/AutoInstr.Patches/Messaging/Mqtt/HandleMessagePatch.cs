using System.Diagnostics;
using AutoInstr.Patching;
using MQTTnet;
using MQTTnet.Packets;

namespace AutoInstr.Patches.Messaging.Mqtt;

/// <summary>A consumer span around the application's handlers of a message.</summary>
[Instrumentation("MQTTNET")]
[Patch("MQTTnet", From = "5.2", To = "6.0", Type = "MQTTnet.MqttClient", Method = "HandleReceivedApplicationMessage")]
internal static class HandleMessagePatch
{
    private static void Prefix(MqttClient __instance, MqttPublishPacket publishPacket, out Activity? __state) =>
        __state = MqttSpan.StartProcess(__instance, publishPacket);

    private static void Finalizer(Activity? __state, Exception? __exception, MqttApplicationMessageReceivedEventArgs? __result)
    {
        if (__result is { ProcessingFailed: true })
            __state?.Fail(__result.ReasonCode.ToString());
        __state.End(__exception);
    }
}
