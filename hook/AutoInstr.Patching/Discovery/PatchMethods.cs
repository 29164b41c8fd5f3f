using System.Reflection;
using AutoInstr.Patching.Weaving;

namespace AutoInstr.Patching.Discovery;

/// <summary>The patch methods of a class. To look at them loads the types that they name.</summary>
internal sealed class PatchMethods
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Looks at a class.</summary>
    /// <exception cref="RefusedException">It is not a patch.</exception>
    public PatchMethods(Type type)
    {
        Prefix = Find(type, "Prefix");
        Postfix = Find(type, "Postfix");
        Finalizer = Find(type, "Finalizer");
        if (Prefix == null && Postfix == null && Finalizer == null)
            throw new RefusedException("it has no Prefix, Postfix or Finalizer");
        if (Prefix != null && Prefix.ReturnType != typeof(void) && Prefix.ReturnType != typeof(bool))
            throw new RefusedException("its Prefix is to return nothing, or a bool that says whether the original runs");
        if (Postfix != null && Postfix.ReturnType != typeof(void))
            throw new RefusedException("its Postfix is to return nothing; it changes the result by a parameter 'ref __result'");
        if (Finalizer != null && Finalizer.ReturnType != typeof(void))
            throw new RefusedException("its Finalizer is to return nothing");
        State = (FindState(Prefix) ?? FindState(Postfix) ?? FindState(Finalizer)) is { } state
            ? state.IsByRef ? state.GetElementType() : state
            : null;
    }

    /// <summary>What runs before the original.</summary>
    public MethodInfo? Prefix { get; }

    /// <summary>What runs after it returned.</summary>
    public MethodInfo? Postfix { get; }

    /// <summary>What runs at the end in every case.</summary>
    public MethodInfo? Finalizer { get; }

    /// <summary>The type of <c>__state</c>; <see langword="null"/> when there is none.</summary>
    public Type? State { get; }

    private static MethodInfo? Find(Type type, string name)
    {
        if (type.GetMember(name, MemberTypes.Method, Any) is not { Length: > 0 } found)
            return null;
        var method = found.Length == 1 ? (MethodInfo)found[0] : throw new RefusedException($"it has more than one {name}");
        if (!method.IsStatic || method.ContainsGenericParameters)
            throw new RefusedException($"its {name} is to be static and not generic");
        return method;
    }

    private static Type? FindState(MethodInfo? method)
    {
        foreach (var parameter in method?.GetParameters() ?? [])
        {
            if (parameter.Name == ParameterBinder.State)
                return parameter.ParameterType;
        }
        return null;
    }
}
