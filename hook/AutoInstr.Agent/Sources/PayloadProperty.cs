using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace AutoInstr.Agent.Sources;

/// <summary>Reads a property, or a property of a property, of payloads whose type only the application's library knows.</summary>
/// <remarks>The first payload of a type costs a little code generation; after that a read is a
/// call, without reflection or boxing.</remarks>
/// <typeparam name="T">Type of the last property, or a base type of it.</typeparam>
/// <param name="path">Names of the properties, from the payload on.</param>
internal sealed class PayloadProperty<T>(params string[] path)
{
    private readonly ConcurrentDictionary<Type, Accessor> _accessors = new();
    private volatile Accessor? _last;

    private sealed record Accessor(Type Type, Func<object, T?> Get);

    /// <summary>Reads the value; the type's default when the payload has no such property or a value on the way is null.</summary>
    public T? Read(object payload)
    {
        Accessor? accessor = _last;
        if (accessor is null || accessor.Type != payload.GetType())
            _last = accessor = _accessors.GetOrAdd(
                payload.GetType(), static (type, property) => new Accessor(type, property.Build(type)), this);
        return accessor.Get(payload);
    }

    private Func<object, T?> Build(Type type)
    {
        var getter = new DynamicMethod(
            "Get" + path[^1], typeof(T), [typeof(object)], typeof(PayloadProperty<T>).Module, skipVisibility: true);
        ILGenerator il = getter.GetILGenerator();
        Label nothing = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(type.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, type);
        foreach (string name in path)
        {
            MethodInfo? property = type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetMethod;
            if (property is null)
                return static _ => default;
            LocalBuilder value = il.DeclareLocal(property.ReturnType);
            il.Emit(type.IsValueType ? OpCodes.Call : OpCodes.Callvirt, property);
            il.Emit(OpCodes.Stloc, value);
            type = property.ReturnType;
            if (!type.IsValueType)
            {
                il.Emit(OpCodes.Ldloc, value);
                il.Emit(OpCodes.Brfalse, nothing);
            }

            bool isLast = ReferenceEquals(name, path[^1]);
            il.Emit(type.IsValueType && !isLast ? OpCodes.Ldloca : OpCodes.Ldloc, value);
        }

        if (!typeof(T).IsAssignableFrom(type) || type.IsValueType != typeof(T).IsValueType)
            return static _ => default;
        il.Emit(OpCodes.Ret);
        il.MarkLabel(nothing);
        LocalBuilder none = il.DeclareLocal(typeof(T));
        il.Emit(OpCodes.Ldloca, none);
        il.Emit(OpCodes.Initobj, typeof(T));
        il.Emit(OpCodes.Ldloc, none);
        il.Emit(OpCodes.Ret);
        return getter.CreateDelegate<Func<object, T?>>();
    }
}
