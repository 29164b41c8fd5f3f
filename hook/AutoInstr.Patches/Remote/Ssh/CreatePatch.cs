using AutoInstr.Patching;
using Renci.SshNet;

namespace AutoInstr.Patches.Remote.Ssh;

/// <summary>Notes which server a command is for.</summary>
[Instrumentation("SSHNET")]
[Patch("Renci.SshNet", From = "2026.0", Type = "Renci.SshNet.SshClient", Method = "CreateCommand",
    Parameters = ["System.String", "System.Text.Encoding"])]
internal static class CreatePatch
{
    private static void Postfix(SshClient __instance, SshCommand? __result) => CommandSpan.Created(__instance, __result);
}
