using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;

namespace AutoInstr.Agent.ExistingSdk;

/// <summary>Reads who listens to an ActivitySource, which no public API tells.</summary>
/// <remarks>The lists are copied on write in DiagnosticSource 10 and 11: the array that is read never changes, and a change makes another.
/// A canary test holds the fields' names for each release.</remarks>
internal static class ListenerLists
{
    private static readonly FieldInfo? OfSourceField = typeof(ActivitySource).GetField(
        "_listeners", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly FieldInfo? AllField = typeof(ActivitySource).GetField(
        "s_allListeners", BindingFlags.Static | BindingFlags.NonPublic);
    private static readonly Func<ActivitySource, ActivityListener[]?>? ReadOfSource =
        Compile<Func<ActivitySource, ActivityListener[]?>>(OfSourceField);
    private static readonly Func<ActivityListener[]?>? ReadAll = Compile<Func<ActivityListener[]?>>(AllField);

    /// <summary>Whether this release of DiagnosticSource has the fields.</summary>
    public static bool IsReadable => ReadOfSource != null && ReadAll != null;

    /// <summary>The listeners of a source.</summary>
    public static ActivityListener[] Of(ActivitySource source) => ReadOfSource?.Invoke(source) ?? [];

    /// <summary>All listeners of the process.</summary>
    public static ActivityListener[] All() => ReadAll?.Invoke() ?? [];

    /// <summary>A method that reads the array within the list that a field holds: a few
    /// nanoseconds, where reflection takes a hundred.</summary>
    private static TReader? Compile<TReader>(FieldInfo? list)
        where TReader : Delegate
    {
        var array = list?.FieldType.GetField("_volatileArray", BindingFlags.Instance | BindingFlags.NonPublic);
        if (array == null || array.FieldType != typeof(ActivityListener[]))
            return null;

        var method = new DynamicMethod("ReadListeners", typeof(ActivityListener[]), list!.IsStatic ? [] : [typeof(ActivitySource)],
            typeof(ActivitySource).Module, skipVisibility: true);
        var code = method.GetILGenerator();
        var present = code.DefineLabel();
        if (list.IsStatic)
        {
            code.Emit(OpCodes.Ldsfld, list);
        }
        else
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, list);
        }
        code.Emit(OpCodes.Dup);
        code.Emit(OpCodes.Brtrue_S, present);
        code.Emit(OpCodes.Pop);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Ret);
        code.MarkLabel(present);
        code.Emit(OpCodes.Ldfld, array);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<TReader>();
    }
}
