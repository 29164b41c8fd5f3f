using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AutoInstr.Agent;

/// <summary>Builds the SDK's provider without the dependency injection container that the SDK builds it with.</summary>
/// <remarks>
/// The container, options and logging would be half of what the agent adds to an application's start. The provider asks them for three
/// things, which are given here. The SDK is the kit's own, pinned copy; a canary test holds what is used of it.
/// </remarks>
internal static class TracerProviderFactory
{
    /// <summary>Builds the provider. It has no sources: see <see cref="Sources.SdkListener"/>.</summary>
    /// <param name="settings">The settings of traces.</param>
    /// <param name="processors">Where finished spans go.</param>
    /// <exception cref="MissingMethodException">This is not the SDK that the agent was built with.</exception>
    /// <exception cref="TypeLoadException">This is not the SDK that the agent was built with.</exception>
    public static TracerProvider Create(TracesSettings settings, IReadOnlyList<SpanProcessor> processors)
    {
        var services = new Services();
        var sdk = typeof(Sdk).Assembly;
        var builder = (TracerProviderBuilder)SdkInternals.Construct(
            sdk.GetType("OpenTelemetry.Trace.TracerProviderBuilderSdk", throwOnError: true)!, services);
        services.Builder = builder;
        // The resource is the exporters' matter; without one the SDK would look for it in the environment.
        builder.SetResourceBuilder(ResourceBuilder.CreateEmpty()).SetSampler(Samplers.Create(settings));
        foreach (var processor in processors)
            builder.AddProcessor(processor);
        foreach (var operation in settings.AdditionalLegacySources)
            builder.AddLegacySource(operation);
        return (TracerProvider)SdkInternals.Construct(
            sdk.GetType("OpenTelemetry.Trace.TracerProviderSdk", throwOnError: true)!, services, false, services);
    }

    /// <summary>What the provider asks its container for; also what it disposes in place of the SDK's self-diagnostics.</summary>
    private sealed class Services : IServiceProvider, IDisposable
    {
        public TracerProviderBuilder? Builder { get; set; }

        public object? GetService(Type serviceType)
        {
            if (serviceType == typeof(IConfiguration))
                return VariableConfiguration.Empty;
            if (serviceType.IsInstanceOfType(Builder))
                return Builder;
            // Callbacks that others may have registered: there are none.
            return serviceType.IsGenericType && serviceType.GetGenericTypeDefinition() == typeof(IEnumerable<>)
                ? Array.CreateInstance(serviceType.GenericTypeArguments[0], 0)
                : null;
        }

        public void Dispose()
        {
        }
    }
}
