using System.Net;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Web.Listener;

/// <summary>Ends the span: every way to close a response or its stream, and the listener's own end, come here.</summary>
[Instrumentation("HTTPLISTENER")]
[Patch("System.Net.HttpListener", Type = "System.Net.HttpListenerResponse", Method = "Close", Parameters = ["System.Boolean"])]
internal static class CloseResponsePatch
{
    // What happens inside begins to read the next request of the connection, which is no part of this one.
    private static void Prefix(HttpListenerResponse __instance) => ListenerSpan.Leave(__instance);

    private static void Finalizer(HttpListenerResponse __instance, Exception? __exception) =>
        ListenerSpan.End(__instance, __instance.StatusCode, __exception);
}
