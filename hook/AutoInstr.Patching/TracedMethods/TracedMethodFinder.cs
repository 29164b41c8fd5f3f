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
                if (IsOrdinary(method) && Any(patterns, pattern => pattern.Matches(name, method.Name)))
                    yield return method;
            }
        }
    }

    private static bool IsOrdinary(MethodInfo method) =>
        TargetMethod.HasBody(method) && !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal);

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
