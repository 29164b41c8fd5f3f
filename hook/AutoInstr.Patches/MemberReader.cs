using System.Reflection;
using System.Reflection.Emit;

namespace AutoInstr.Patches;

/// <summary>Reads properties and fields of types that are not public, at the speed of a call.</summary>
internal static class MemberReader
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A function that reads one member.</summary>
    /// <typeparam name="T">The member's type, a type it derives from, or the one that is under an enumeration.</typeparam>
    /// <param name="owner">The type that has the member, or inherits it.</param>
    /// <param name="name">The property's or the field's name.</param>
    /// <exception cref="MissingMemberException">There is no such member.</exception>
    public static Func<object, T> Create<T>(Type owner, string name) =>
        TryCreate<T>(owner, name) ?? throw new MissingMemberException(owner.FullName, name);

    /// <summary>The same, or <see langword="null"/> where this version of the library does not have the type or the member.</summary>
    public static Func<object, T>? TryCreate<T>(Type? owner, string name)
    {
        if (owner is null)
            return null;
        MethodInfo? getter = owner.GetProperty(name, Any)?.GetMethod;
        FieldInfo? field = getter is null ? owner.GetField(name, Any) : null;
        if (getter is null && field is null)
            return null;
        var method = new DynamicMethod($"read {name}", typeof(T), [typeof(object)], owner.Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Castclass, owner);
        if (getter is not null)
            code.Emit(OpCodes.Callvirt, getter);
        else
            code.Emit(OpCodes.Ldfld, field!);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<object, T>>();
    }
}
