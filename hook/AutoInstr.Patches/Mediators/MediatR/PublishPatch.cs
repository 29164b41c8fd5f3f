using System.Diagnostics;
using AutoInstr.Patching;

namespace AutoInstr.Patches.Mediators.MediatR;

/// <summary>A span for every notification. Mediator.Publish itself does not say that its argument is a class.</summary>
[Instrumentation("MEDIATR")]
[Patch("MediatR", From = "5.0", To = "10.0", Type = "MediatR.Internal.NotificationHandlerWrapperImpl`1", Method = "Handle")]
[Patch("MediatR", From = "10.0", Type = "MediatR.Wrappers.NotificationHandlerWrapperImpl`1", Method = "Handle")]
internal static class PublishPatch
{
    private static void Prefix(object? notification, out Activity? __state) => __state = MediatorSpan.Start("publish", notification);

    private static void Finalizer(Activity? __state, Exception? __exception) => __state.End(__exception);
}
