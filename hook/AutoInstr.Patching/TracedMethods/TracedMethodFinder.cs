using System.Reflection;
using System.Runtime.CompilerServices;
using AutoInstr.Patching.Discovery;
using AutoInstr.Patching.Weaving;

namespace AutoInstr.Patching.TracedMethods;

/// <summary>Finds the methods of an assembly that patterns mean.</summary>
internal static class TracedMethodFinder
{
    /// <summary>The methods, without constructors, accessors and what a compiler made up.</summary>
    public static IEnumerable<MethodInfo> Find(Assembly assembly, IReadOnlyList<MethodPattern> patterns)
    {
        foreach (var type in TargetFinder.Types(assembly))
        {
            var name = MethodPattern.NameOf(type);
            if (!Any(patterns, pattern => pattern.MayMatch(name)) || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
                continue;
            foreach (var method in type.GetMethods(TargetFinder.Declared))
            {
                if (IsOrdinary(method.Name, method.Attributes, method.MethodImplementationFlags) &&
                    Any(patterns, pattern => pattern.Matches(name, method.Name)))
                    yield return method;
            }
        }
    }

    /// <summary>Whether a method is one that somebody wrote as such, and that does something.</summary>
    public static bool IsOrdinary(string name, MethodAttributes attributes, MethodImplAttributes implementation) =>
        TargetMethod.HasBody(attributes, implementation) && (attributes & MethodAttributes.SpecialName) == 0 &&
        !name.Contains('<', StringComparison.Ordinal);

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
