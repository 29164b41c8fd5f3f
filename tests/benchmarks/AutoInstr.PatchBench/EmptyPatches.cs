using AutoInstr.Patching;

namespace AutoInstr.PatchBench;

/// <summary>A prefix and a finalizer that do nothing.</summary>
[Patch("AutoInstr.PatchBench", Type = "AutoInstr.PatchBench.Targets", Method = "AddPatched")]
internal static class EmptyPatch
{
    private static void Prefix()
    {
    }

    private static void Finalizer(Exception? __exception)
    {
    }
}

/// <summary>The same with everything that can be passed.</summary>
[Patch("AutoInstr.PatchBench", Type = "AutoInstr.PatchBench.Targets", Method = "TextPatched")]
internal static class ArgumentsPatch
{
    private static void Prefix(Targets __instance, ref string text, long number, out object? __state) => __state = __instance;

    private static void Finalizer(object? __state, string __result, Exception? __exception)
    {
    }
}

/// <summary>The same around a call that is complete when it returns.</summary>
[Patch("AutoInstr.PatchBench", Type = "AutoInstr.PatchBench.Targets", Method = "CompletePatched")]
internal static class AsynchronousPatch
{
    private static void Prefix(out object? __state) => __state = null;

    private static void Finalizer(object? __state, int __result, Exception? __exception)
    {
    }
}
