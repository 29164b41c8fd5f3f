using System.Diagnostics;
using AutoInstr.Patching;
using PatchedLibrary;

namespace SamplePatches;

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Run")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "RunValue")]
internal static class RunPatch
{
    private static void Prefix(bool pending, bool fail, out Activity? __state) =>
        __state = Sample.Start("run", ("pending", pending), ("fail", fail));

    private static void Finalizer(Activity? __state, Exception? __exception) => Sample.Stop(__state, __exception);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Count")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "CountValue")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Canceled")]
internal static class CountPatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("count");

    private static void Finalizer(int __result, Work __instance, Exception? __exception, Activity? __state) =>
        Sample.Stop(__state, __exception, "result", $"{__result} of {__instance.GetType().Name}");
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Name")]
internal static class WorkNamePatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("name");

    private static void Postfix(Task<string> __result, Activity? __state) => __state?.SetTag("completed", __result.IsCompleted);

    private static void Finalizer(Activity? __state, object? __result, Exception? __exception) =>
        Sample.Stop(__state, __exception, "result", __result);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Any")]
internal static class AnyPatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("any");

    private static void Finalizer(Activity? __state, Exception? __exception) => Sample.Stop(__state, __exception);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Impossible")]
internal static class ImpossiblePatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("impossible");

    private static void Finalizer(string text, Activity? __state, Exception? __exception) =>
        Sample.Stop(__state, __exception, "text", text);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "List")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "ListOf")]
internal static class ListPatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("list");

    private static void Finalizer(Activity? __state, Exception? __exception) => Sample.Stop(__state, __exception);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Work", Method = "Forgotten")]
internal static class ForgottenPatch
{
    private static void Finalizer(Exception? __exception) => Sample.Stop(Sample.Start("forgotten"), __exception);
}
