using System.Linq.Expressions;
using System.Reflection;
using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>
/// Members of the SDK that are not public. The agent has its own copy of the SDK in a fixed version, so they cannot change under it; a
/// unit test touches each of them, for the day that the version is raised.
/// </summary>
internal static class SdkInternals
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A type of the SDK.</summary>
    /// <exception cref="TypeLoadException">There is no such type.</exception>
    public static Type Type(string name) => typeof(Sdk).Assembly.GetType(name, throwOnError: true)!;

    /// <summary>Calls a constructor of an instance, never the type's own.</summary>
    /// <param name="type">The type.</param>
    /// <param name="arguments">The arguments, which decide on the constructor.</param>
    /// <exception cref="MissingMethodException">There is no such constructor.</exception>
    public static object Construct(Type type, params object?[] arguments) =>
        Activator.CreateInstance(type, Any & ~BindingFlags.Static, binder: null, arguments, culture: null)!;

    /// <summary>The constructor without parameters of a class that is made often.</summary>
    /// <exception cref="MissingMethodException">There is no such constructor.</exception>
    public static Func<T> Constructor<T>()
    {
        var constructor = typeof(T).GetConstructor(Any & ~BindingFlags.Static, [])
            ?? throw new MissingMethodException(typeof(T).FullName, ".ctor");
        return Expression.Lambda<Func<T>>(Expression.New(constructor)).Compile();
    }

    /// <summary>Calls a static method, of whose name there is only one.</summary>
    /// <exception cref="MissingMethodException">There is no such method.</exception>
    public static object Call(Type type, string method, params object?[] arguments) =>
        Method(type, method).Invoke(null, arguments)!;

    /// <summary>A method, of whose name there is only one.</summary>
    /// <exception cref="MissingMethodException">There is no such method.</exception>
    public static MethodInfo Method(Type type, string method) =>
        type.GetMethod(method, Any) ?? throw new MissingMethodException(type.FullName, method);

    /// <summary>A field.</summary>
    /// <exception cref="MissingFieldException">There is no such field.</exception>
    public static FieldInfo Field(Type type, string field) =>
        type.GetField(field, Any) ?? throw new MissingFieldException(type.FullName, field);

    /// <summary>A property.</summary>
    /// <exception cref="MissingMemberException">There is no such property.</exception>
    public static PropertyInfo Property(Type type, string property) =>
        type.GetProperty(property, Any) ?? throw new MissingMemberException(type.FullName, property);
}
