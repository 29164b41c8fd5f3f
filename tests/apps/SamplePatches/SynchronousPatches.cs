using System.Diagnostics;
using AutoInstr.Patching;
using PatchedLibrary;

namespace SamplePatches;

[Patch("PatchedLibrary", From = "2.0", To = "3.0", Type = "PatchedLibrary.Calculator", Method = "Add")]
internal static class AddPatch
{
    private static void Prefix(Calculator __instance, int a, int b, out Activity? __state) =>
        __state = Sample.Start("add", ("calls", __instance.Calls), ("a", a), ("b", b));

    private static void Finalizer(Activity? __state, Exception? __exception, int __result) =>
        Sample.Stop(__state, __exception, "result", __result);
}

[Patch("PatchedLibrary", From = "2.6", Type = "PatchedLibrary.Calculator", Method = "Add")]
[Patch("PatchedLibrary", To = "2.5.1", Type = "PatchedLibrary.Calculator", Method = "Add")]
internal static class OtherVersionPatch
{
    private static void Prefix() => Sample.Start("other version")?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Divide")]
internal static class DividePatch
{
    // A time stamp, as a state that is not a class.
    private static void Prefix(out long __state) => __state = 77;

    private static void Finalizer(long __state, int a, int b, Exception? __exception)
    {
        var activity = Sample.Start("divide", ("a", a), ("b", b), ("state", __state));
        Sample.Stop(activity, __exception);
    }
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Join",
    Parameters = ["System.String", "System.String", "System.Int32&", "System.Boolean&"])]
internal static class JoinPatch
{
    private static void Postfix(string left, object right, int count, ref bool wasEmpty, string __result) =>
        Sample.Start("join", ("left", left), ("right", right), ("count", count), ("empty", wasEmpty), ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Skipped")]
internal static class SkippedPatch
{
    private static bool Prefix(ref string __result)
    {
        __result = "from the patch";
        return false;
    }

    private static void Postfix(string __result) => Sample.Start("skipped", ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Changed")]
internal static class ChangedPatch
{
    private static void Prefix(ref string text, ref int times) => (text, times) = (text + "!", times + 1);

    private static void Postfix(ref string __result) => __result += ".";
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Changed")]
internal static class ChangedAgainPatch
{
    private static bool Prefix(ref string text)
    {
        text += "?";
        return true;
    }

    private static void Postfix(ref string __result) => __result += ";";
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Throwing")]
internal static class ThrowingPatch
{
    private static void Prefix() => throw new InvalidOperationException("a prefix fails");

    private static void Postfix() => throw new InvalidOperationException("a postfix fails");

    private static void Finalizer() => throw new InvalidOperationException("a finalizer fails");
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Slot")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Cut")]
internal static class ReferencePatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("reference");

    private static void Finalizer(Activity? __state, Exception? __exception) => Sample.Stop(__state, __exception);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Sum")]
internal static class SumPatch
{
    private static void Postfix(Point point, DateTime time, long __result) =>
        Sample.Start("sum", ("x", point.X), ("year", time.Year), ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Point", Method = "Move")]
internal static class MovePatch
{
    private static void Prefix(Point __instance, int by) => Sample.Start("move", ("x", __instance.X), ("by", by))?.Stop();

    private static void Postfix(ref Point __instance, ref int __result) => __result = __instance.X += 100;
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Describe")]
internal static class DescribePatch
{
    // Neither type can be named: the class is an object, the enumeration what is under it.
    private static void Prefix(object secret, int level) =>
        Sample.Start("describe", ("secret", secret.GetType().Name), ("level", level))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "PatchedLibrary.IGreeter.Greet")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator+Nested", Method = "Name")]
internal static class NamePatch
{
    private static void Postfix(IGreeter? __result) => Sample.Start("never", ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "PatchedLibrary.IGreeter.Greet")]
internal static class GreetPatch
{
    private static void Postfix(IGreeter __instance, string name) =>
        Sample.Start("greet", ("name", name), ("is", __instance.GetType().Name))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator+Nested", Method = "Name")]
internal static class NestedPatch
{
    private static void Prefix(string prefix) => Sample.Start("nested", ("prefix", prefix))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Overloaded")]
internal static class OverloadedPatch
{
    // Fits one of the two.
    private static void Postfix(string text, bool __result) => Sample.Start("overloaded", ("text", text), ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Calculator", Method = "Switched")]
internal static class SwitchedPatch
{
    private static void Finalizer(int number, int __result) => Sample.Start("switched", ("number", number), ("result", __result))?.Stop();
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Box`1", Method = "Exchange")]
[Patch("PatchedLibrary", Type = "PatchedLibrary.Box`1", Method = "Pair")]
internal static class BoxPatch
{
    private static void Prefix(out Activity? __state) => __state = Sample.Start("box");

    private static void Finalizer(Activity? __state, Exception? __exception) => Sample.Stop(__state, __exception);
}

[Patch("PatchedLibrary", Type = "PatchedLibrary.Session", Method = ".ctor")]
internal static class SessionPatch
{
    private static void Prefix(string name, out Activity? __state) => __state = Sample.Start("session", ("name", name));

    private static void Finalizer(Session __instance, Activity? __state, Exception? __exception) =>
        Sample.Stop(__state, __exception, "kept", __instance.Name);
}
