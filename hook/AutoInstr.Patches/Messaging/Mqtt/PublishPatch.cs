using System.Diagnostics;
using AutoInstr.Patching;
using MQTTnet;

namespace AutoInstr.Patches.Messaging.Mqtt;

/// <summary>A producer span for every message that a client publishes; the message carries its context.</summary>
[Instrumentation("MQTTNET")]
[Patch("MQTTnet", From = "5.2", To = "6.0", Type = "MQTTnet.MqttClient", Method = "PublishAsync")]
internal static class PublishPatch
{
    private static void Prefix(MqttClient __instance, ref MqttApplicationMessage? applicationMessage, out Activity? __state)
    {
        __state = applicationMessage == null ? null : MqttSpan.StartPublish(__instance, applicationMessage.Topic);
        if (__state != null)
            applicationMessage = MqttContext.With(__state, applicationMessage!, __instance);
    }

    private static void Finalizer(Activity? __state, Exception? __exception, MqttClientPublishResult? __result)
    {
        if (__result is { IsSuccess: false })
            __state?.Fail(__result.ReasonCode.ToString());
        __state.End(__exception);
    }
}
