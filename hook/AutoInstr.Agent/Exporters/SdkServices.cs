using AutoInstr.Agent.Configuration;
using Microsoft.Extensions.Configuration;

namespace AutoInstr.Agent.Exporters;

/// <summary>What the SDK's providers ask a dependency injection container for; also what they dispose in place of
/// self-diagnostics.</summary>
/// <remarks>
/// The container, options and logging would be half of what the agent adds to an application's start. A provider asks them for three
/// things, which are given here. The SDK is the kit's own, pinned copy; a canary test holds what is used of it.
/// </remarks>
internal sealed class SdkServices : IServiceProvider, IDisposable
{
    private object? _builder;

    /// <summary>Makes the SDK's builder of a provider.</summary>
    /// <param name="type">The builder's full name.</param>
    /// <exception cref="MissingMethodException">This is not the SDK that the agent was built with.</exception>
    /// <exception cref="TypeLoadException">This is not the SDK that the agent was built with.</exception>
    public object Builder(string type) => _builder = SdkInternals.Construct(SdkInternals.Type(type), this);

    /// <summary>Makes the provider of the builder.</summary>
    /// <inheritdoc cref="Builder"/>
    public object Provider(string type) => SdkInternals.Construct(SdkInternals.Type(type), this, false, this);

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IConfiguration))
            return VariableConfiguration.Empty;
        if (serviceType.IsInstanceOfType(_builder))
            return _builder;
        // Callbacks that others may have registered: there are none.
        return serviceType.IsGenericType && serviceType.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? Array.CreateInstance(serviceType.GenericTypeArguments[0], 0)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
