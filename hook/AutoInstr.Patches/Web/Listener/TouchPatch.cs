using System.Net;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Web.Listener;

/// <summary>Makes the span current where the application touches a request.</summary>
[Instrumentation("HTTPLISTENER")]
[Patch("System.Net.HttpListener", Type = "System.Net.HttpListenerContext", Method = "get_Request")]
[Patch("System.Net.HttpListener", Type = "System.Net.HttpListenerContext", Method = "get_Response")]
internal static class TouchPatch
{
    private static void Prefix(HttpListenerContext __instance) => ListenerSpan.Enter(__instance);
}
