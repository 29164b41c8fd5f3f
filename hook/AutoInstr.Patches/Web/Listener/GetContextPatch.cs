using System.Net;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Web.Listener;

/// <summary>Starts the span of a request: GetContext and GetContextAsync end here too.</summary>
[Instrumentation("HTTPLISTENER")]
[Patch("System.Net.HttpListener", Type = "System.Net.HttpListener", Method = "EndGetContext")]
internal static class GetContextPatch
{
    private static void Postfix(HttpListenerContext? __result)
    {
        if (__result != null)
            ListenerSpan.Start(__result);
    }
}
