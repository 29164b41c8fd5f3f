using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Mediators.MediatR;

/// <summary>A span for every request.</summary>
[Instrumentation("MEDIATR")]
[Patch("MediatR", From = "5.0", Type = "MediatR.Mediator", Method = "Send")]
internal static class SendPatch
{
    private static void Prefix(object? request, out Activity? __state) => __state = MediatorSpan.Start("send", request);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
