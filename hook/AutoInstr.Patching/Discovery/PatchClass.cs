using System.Reflection;
using AutoInstr.Patching.Weaving;

namespace AutoInstr.Patching.Discovery;

/// <summary>A class with patch methods, in the load context of the library that it patches.</summary>
internal sealed class PatchClass
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Looks at a class.</summary>
    /// <exception cref="RefusedException">It is not a patch.</exception>
    public PatchClass(Type type)
    {
        Name = type.FullName!;
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
        Targets = ReadTargets(type);
        DerivedTargets = type.IsDefined(typeof(PatchDerivedAttribute), inherit: false)
            ? [.. type.GetCustomAttributes<PatchDerivedAttribute>(inherit: false)]
            : [];
        Instrumentation = (type.GetCustomAttribute<InstrumentationAttribute>()
            ?? type.Assembly.GetCustomAttribute<InstrumentationAttribute>())?.Id ?? InstrumentationAttribute.Unnamed;
    }

    /// <summary>Its full name.</summary>
    public string Name { get; }

    /// <summary>What runs before the original.</summary>
    public MethodInfo? Prefix { get; }

    /// <summary>What runs after it returned.</summary>
    public MethodInfo? Postfix { get; }

    /// <summary>What runs at the end in every case.</summary>
    public MethodInfo? Finalizer { get; }

    /// <summary>The type of <c>__state</c>; <see langword="null"/> when there is none.</summary>
    public Type? State { get; }

    /// <summary>What it patches.</summary>
    public IReadOnlyList<PatchAttribute> Targets { get; }

    /// <summary>The classes whose derived ones it patches.</summary>
    public IReadOnlyList<PatchDerivedAttribute> DerivedTargets { get; }

    /// <summary>The id that switches it off.</summary>
    public string Instrumentation { get; }

    /// <summary>Reads the attributes without making them: the runtime would compile a method for each property that is set.</summary>
    private static List<PatchAttribute> ReadTargets(Type type)
    {
        var targets = new List<PatchAttribute>();
        foreach (var attribute in type.GetCustomAttributesData())
        {
            if (attribute.AttributeType != typeof(PatchAttribute))
                continue;
            targets.Add(new PatchAttribute((string)attribute.ConstructorArguments[0].Value!)
            {
                From = (string?)Argument(attribute, nameof(PatchAttribute.From)),
                To = (string?)Argument(attribute, nameof(PatchAttribute.To)),
                Type = (string)Argument(attribute, nameof(PatchAttribute.Type))!,
                Method = (string)Argument(attribute, nameof(PatchAttribute.Method))!,
                Parameters = Names(Argument(attribute, nameof(PatchAttribute.Parameters))),
            });
        }
        return targets;
    }

    private static string[]? Names(object? value)
    {
        if (value is not IList<CustomAttributeTypedArgument> list)
            return null;
        var names = new string[list.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = (string)list[i].Value!;
        return names;
    }

    private static object? Argument(CustomAttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.MemberName == name)
                return argument.TypedValue.Value;
        }
        return null;
    }

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
