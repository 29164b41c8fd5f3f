using System.Reflection;

namespace AutoInstr.Agent.Exporters;

/// <summary>
/// Members of the SDK that are not public. The agent has its own copy of the SDK in a fixed version, so they cannot change under it; a
/// unit test touches each of them, for the day that the version is raised.
/// </summary>
internal static class SdkInternals
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Calls a constructor.</summary>
    /// <param name="type">The type.</param>
    /// <param name="arguments">The arguments, which decide on the constructor.</param>
    /// <exception cref="MissingMethodException">There is no such constructor.</exception>
    public static object Construct(Type type, params object?[] arguments) =>
        Activator.CreateInstance(type, Any, binder: null, arguments, culture: null)!;

    /// <summary>Calls a static method, of whose name there is only one.</summary>
    /// <exception cref="MissingMethodException">There is no such method.</exception>
    public static object Call(Type type, string method, params object?[] arguments) =>
        (type.GetMethod(method, Any) ?? throw new MissingMethodException(type.FullName, method)).Invoke(null, arguments)!;
}
