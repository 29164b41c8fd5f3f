using System.Reflection;

namespace AutoInstr.Patching.Discovery;

/// <summary>A class with patch methods, in the load context of the library that it patches.</summary>
internal sealed class PatchClass
{
    private readonly Type _type;
    private PatchMethods? _methods;

    /// <summary>Reads what a class is for.</summary>
    public PatchClass(Type type)
    {
        _type = type;
        Name = type.FullName!;
        Targets = ReadTargets(type);
        DerivedTargets = type.IsDefined(typeof(PatchDerivedAttribute), inherit: false)
            ? [.. type.GetCustomAttributes<PatchDerivedAttribute>(inherit: false)]
            : [];
        Instrumentation = (type.GetCustomAttribute<InstrumentationAttribute>()
            ?? type.Assembly.GetCustomAttribute<InstrumentationAttribute>())?.Id ?? InstrumentationAttribute.Unnamed;
    }

    /// <summary>Its full name.</summary>
    public string Name { get; }

    /// <summary>Its methods, which only a library of the right version has the types for.</summary>
    /// <exception cref="RefusedException">It is not a patch.</exception>
    public PatchMethods Methods => _methods ??= new PatchMethods(_type);

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
}
