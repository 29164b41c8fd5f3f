using System.Diagnostics;
using AutoInstr.Patching;
using Renci.SshNet;

namespace AutoInstr.Patches.Remote.Ssh;

/// <summary>A client span for every command: Execute and BeginExecute end here.</summary>
[Instrumentation("SSHNET")]
[Patch("Renci.SshNet", From = "2026.0", Type = "Renci.SshNet.SshCommand", Method = "ExecuteAsync")]
internal static class ExecutePatch
{
    private static void Prefix(SshCommand __instance, out Activity? __state) => __state = CommandSpan.Start(__instance);

    private static void Finalizer(SshCommand __instance, Activity? __state, Exception? __exception) =>
        CommandSpan.End(__state, __instance, __exception);
}
