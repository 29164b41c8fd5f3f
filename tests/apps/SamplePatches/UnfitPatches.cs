using AutoInstr.Patching;

namespace SamplePatches;

[Patch("PatchedLibrary", Type = "PatchedLibrary.Missing", Method = "Add")]
internal static class MissingTypePatch
{
    private static void Prefix() => Sample.Start("never")?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Missing")]
internal static class MissingMethodPatch
{
    private static void Prefix() => Sample.Start("never")?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Add")]
internal static class MissingParameterPatch
{
    private static void Prefix(int c) => Sample.Start("never", ("c", c))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Add")]
internal static class WrongTypePatch
{
    private static void Prefix(string a) => Sample.Start("never", ("a", a))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Add")]
internal static class BoxingPatch
{
    private static void Prefix(object a) => Sample.Start("never", ("a", a))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Join")]
internal static class StaticInstancePatch
{
    private static void Prefix(object __instance) => Sample.Start("never", ("is", __instance))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Slot")]
internal static class ReferenceResultPatch
{
    private static void Postfix(int __result) => Sample.Start("never", ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.IGreeter", Method = "Greet")]
internal static class AbstractPatch
{
    private static void Prefix() => Sample.Start("never")?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Add")]
internal static class EmptyPatch
{
}
