using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace AutoInstr.Agent.Sources;

/// <summary>Reads one property of objects whose types the agent cannot name: payloads of events, requests of SDKs.</summary>
/// <remarks>A type is looked at once; after that a read is a look-up and a call of a delegate.</remarks>
/// <typeparam name="T">The property's type, or a base of it.</typeparam>
/// <param name="name">The property's name.</param>
internal sealed class PropertyReader<T>(string name)
    where T : class
{
    private readonly ConcurrentDictionary<Type, Getter> _getters = new();

    /// <summary>Reads the property.</summary>
    /// <returns>Its value; <see langword="null"/> when that is null or the object has no such property.</returns>
    public T? Read(object? target) => target == null ? null : GetterFor(target.GetType()).Get(target);

    private Getter GetterFor(Type type) => _getters.TryGetValue(type, out var getter) ? getter : _getters.GetOrAdd(type, CreateGetter(type));

    private Getter CreateGetter(Type type)
    {
        var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public);
        return property?.GetMethod is { } method && typeof(T).IsAssignableFrom(property.PropertyType) && !type.IsValueType
            ? (Getter)Activator.CreateInstance(typeof(Getter<>).MakeGenericType(typeof(T), type), method)!
            : new Getter();
    }

    /// <summary>What a type that has no such property gives.</summary>
    private class Getter
    {
        public virtual T? Get(object target) => null;
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Made for each type that is met.")]
    private sealed class Getter<TTarget>(MethodInfo method) : Getter
        where TTarget : class
    {
        private readonly Func<TTarget, T?> _get = method.CreateDelegate<Func<TTarget, T?>>();

        public override T? Get(object target) => _get((TTarget)target);
    }
}
