using System.Net;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Web.Listener;

/// <summary>Ends the span of a request that became a web socket: from then on there is no response.</summary>
[Instrumentation("HTTPLISTENER")]
[Patch("System.Net.HttpListener", Type = "System.Net.WebSockets.HttpWebSocket", Method = "AcceptWebSocketAsyncCore")]
internal static class WebSocketPatch
{
    private const int SwitchingProtocols = 101;

    private static void Finalizer(HttpListenerContext context, Exception? __exception)
    {
        if (__exception == null)
            ListenerSpan.End(context, SwitchingProtocols, null);
    }
}
