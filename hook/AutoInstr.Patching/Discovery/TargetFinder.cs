using System.Reflection;

namespace AutoInstr.Patching.Discovery;

/// <summary>Finds the methods of a library that a patch names.</summary>
/// <param name="library">The library.</param>
internal sealed class TargetFinder(Assembly library)
{
    /// <summary>What a type itself has, of any visibility.</summary>
    public const BindingFlags Declared =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const string Constructor = ".ctor";

    /// <summary>The methods that a patch names.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public IReadOnlyList<MethodBase> Find(PatchAttribute target)
    {
        if (target.Type == PatchAttribute.Any)
            return FindEverywhere(target);
        var type = library.GetType(target.Type) ?? throw new RefusedException($"there is no type {target.Type}");
        if (type.Assembly != library)
            throw new RefusedException($"the type {target.Type} is in {type.Assembly.GetName().Name} here");
        var methods = new List<MethodBase>();
        foreach (var method in Members(type, target.Method))
        {
            if (target.Parameters == null || HasParameters(method, target.Parameters))
                methods.Add(method);
        }
        if (methods.Count == 0)
            throw new RefusedException($"there is no method {target.Type}.{target.Method}" +
                (target.Parameters == null ? "" : $"({string.Join(", ", target.Parameters)})"));
        return methods;
    }

    /// <summary>The methods of some names in some classes.</summary>
    /// <param name="types">The classes' tokens.</param>
    /// <param name="names">The names.</param>
    public IEnumerable<MethodBase> Find(IEnumerable<int> types, string[] names)
    {
        foreach (var token in types)
        {
            var type = library.ManifestModule.ResolveType(token);
            foreach (var name in names)
            {
                foreach (var method in Members(type, name))
                    yield return method;
            }
        }
    }

    private List<MethodBase> FindEverywhere(PatchAttribute target)
    {
        var methods = new List<MethodBase>();
        foreach (var type in Types(library))
            methods.AddRange(Members(type, target.Method));
        return methods;
    }

    /// <summary>The types of an assembly, without those that refer to what is not there.</summary>
    public static IEnumerable<Type> Types(Assembly library)
    {
        try
        {
            return library.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static IEnumerable<MethodBase> Members(Type type, string name) => name switch
    {
        PatchAttribute.Any => type.GetMembers(Declared).OfType<MethodBase>().Where(method => method is MethodInfo || !method.IsStatic),
        Constructor => type.GetConstructors(Declared & ~BindingFlags.Static),
        _ => type.GetMember(name, MemberTypes.Method, Declared).OfType<MethodBase>(),
    };

    private static bool HasParameters(MethodBase method, string[] types)
    {
        var parameters = method.GetParameters();
        if (parameters.Length != types.Length)
            return false;
        for (var i = 0; i < types.Length; i++)
        {
            if (parameters[i].ParameterType.ToString() != types[i])
                return false;
        }
        return true;
    }
}
