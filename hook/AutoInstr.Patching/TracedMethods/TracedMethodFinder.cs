using System.Reflection;
using System.Runtime.CompilerServices;

namespace AutoInstr.Patching.TracedMethods;

/// <summary>Finds the methods of an assembly that patterns mean.</summary>
internal static class TracedMethodFinder
{
    private const BindingFlags Declared =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The methods, without constructors, accessors and what a compiler made up.</summary>
    public static IEnumerable<MethodInfo> Find(Assembly assembly, IReadOnlyList<MethodPattern> patterns)
    {
        foreach (var type in Types(assembly))
        {
            var name = MethodPattern.NameOf(type);
            if (!Any(patterns, pattern => pattern.MayMatch(name)) || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
                continue;
            foreach (var method in type.GetMethods(Declared))
            {
                if (IsOrdinary(method) && Any(patterns, pattern => pattern.Matches(name, method.Name)))
                    yield return method;
            }
        }
    }

    private static bool IsOrdinary(MethodInfo method) =>
        !method.IsAbstract && !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal) &&
        (method.Attributes & MethodAttributes.PinvokeImpl) == 0 &&
        (method.GetMethodImplementationFlags() & (MethodImplAttributes.CodeTypeMask | MethodImplAttributes.InternalCall)) ==
            MethodImplAttributes.IL;

    private static Type[] Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return [.. exception.Types.OfType<Type>()];
        }
    }

    private static bool Any(IReadOnlyList<MethodPattern> patterns, Func<MethodPattern, bool> what)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (what(patterns[i]))
                return true;
        }
        return false;
    }
}
