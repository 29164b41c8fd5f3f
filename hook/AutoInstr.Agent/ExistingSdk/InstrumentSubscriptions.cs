using System.Collections;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Reflection.Emit;
using OpenTelemetry;

namespace AutoInstr.Agent.ExistingSdk;

/// <summary>Reads who measures an instrument, which no public API tells.</summary>
/// <remarks>A canary test holds the members' names for each release of DiagnosticSource.</remarks>
internal static class InstrumentSubscriptions
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Func<Instrument, Func<object, bool>, bool>? AnySubscription = Compile();
    private static readonly Func<object, bool> Foreign = IsForeign;
    private static Type? _foreignState;
    private static Type? _otherState;

    /// <summary>Whether this release of DiagnosticSource has the members.</summary>
    public static bool IsReadable => AnySubscription != null;

    /// <summary>Whether a provider of another copy of the SDK measures an instrument. It leaves with each subscription an object of its
    /// own, by way of Microsoft.Extensions.Diagnostics too.</summary>
    public static bool HaveForeignProvider(Instrument instrument) => AnySubscription?.Invoke(instrument, Foreign) == true;

    /// <summary>Asked for each measurement: the last answers are kept.</summary>
    private static bool IsForeign(object state)
    {
        var type = state.GetType();
        if (type == _foreignState)
            return true;
        if (type == _otherState)
            return false;
        // Before there were several views of an instrument, the object was the metric or a list of them.
        var item = state is IList && type.GenericTypeArguments is [var only] ? only : type;
        var isForeign = item.Assembly != typeof(Sdk).Assembly && AssemblyIdentity.Name(item.Assembly) == "OpenTelemetry";
        if (isForeign)
            _foreignState = type;
        else
            _otherState = type;
        return isForeign;
    }

    /// <summary>A method that goes through the list of subscriptions of an instrument: a few nanoseconds, where reflection takes a
    /// thousand.</summary>
    private static Func<Instrument, Func<object, bool>, bool>? Compile()
    {
        if (typeof(Instrument).GetField("_subscriptions", Any) is not { } list ||
            list.FieldType.GetProperty("First", Any)?.GetMethod is not { } first ||
            first.ReturnType.GetField("Next", Any) is not { } next ||
            first.ReturnType.GetField("Value", Any) is not { } value ||
            value.FieldType.GetProperty("State", Any)?.GetMethod is not { } state)
            return null;

        var method = new DynamicMethod(
            "AnySubscription", typeof(bool), [typeof(Instrument), typeof(Func<object, bool>)], typeof(Instrument).Module,
                skipVisibility: true);
        var code = method.GetILGenerator();
        var node = code.DeclareLocal(first.ReturnType);
        var found = code.DeclareLocal(typeof(object));
        var (look, go, none) = (code.DefineLabel(), code.DefineLabel(), code.DefineLabel());
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, list);
        code.Emit(OpCodes.Callvirt, first);
        code.Emit(OpCodes.Stloc, node);
        code.MarkLabel(look);
        code.Emit(OpCodes.Ldloc, node);
        code.Emit(OpCodes.Brfalse, none);
        code.Emit(OpCodes.Ldloc, node);
        code.Emit(OpCodes.Ldflda, value);
        code.Emit(OpCodes.Call, state);
        code.Emit(OpCodes.Stloc, found);
        code.Emit(OpCodes.Ldloc, found);
        code.Emit(OpCodes.Brfalse, go);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldloc, found);
        code.Emit(OpCodes.Callvirt, typeof(Func<object, bool>).GetMethod("Invoke")!);
        code.Emit(OpCodes.Brfalse, go);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ret);
        code.MarkLabel(go);
        code.Emit(OpCodes.Ldloc, node);
        code.Emit(OpCodes.Ldfld, next);
        code.Emit(OpCodes.Stloc, node);
        code.Emit(OpCodes.Br, look);
        code.MarkLabel(none);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<Instrument, Func<object, bool>, bool>>();
    }
}
