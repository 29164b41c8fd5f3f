using System.Reflection;
using AutoInstr.Agent.Configuration;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace AutoInstr.Agent.AspNetCore;

/// <summary>The part of OpenTelemetry's ASP.NET Core instrumentation that turns events into attributes, without its subscription.</summary>
/// <remarks>It is internal to that package, of which the kit has its own, pinned copy; a canary test holds its shape.</remarks>
internal static class HttpInListener
{
    /// <summary>The event that a request begins with, after its activity.</summary>
    public const string Start = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start";

    /// <summary>The event that a request ends with, before its activity.</summary>
    public const string Stop = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop";

    private const string TypeName = "OpenTelemetry.Instrumentation.AspNetCore.Implementation.HttpInListener";

    /// <summary>Makes one.</summary>
    /// <param name="configure">Sets its options.</param>
    /// <returns>What is to be called with each event's name and payload, while the request's activity is the current one.</returns>
    /// <exception cref="TypeLoadException">This is not the package that the agent was built with.</exception>
    /// <exception cref="MissingMethodException">This is not the package that the agent was built with.</exception>
    public static Action<string, object?> Create(Action<AspNetCoreTraceInstrumentationOptions> configure)
    {
        var options = (AspNetCoreTraceInstrumentationOptions)Construct(
            typeof(AspNetCoreTraceInstrumentationOptions), new VariableConfiguration(Variable));
        configure(options);
        var type = typeof(AspNetCoreTraceInstrumentationOptions).Assembly.GetType(TypeName, throwOnError: true)!;
        return type.GetMethod("OnEventWritten")!.CreateDelegate<Action<string, object?>>(Construct(type, options));
    }

    /// <summary>Whether it has a use for an event.</summary>
    public static bool IsWanted(string name) => name
        is "Microsoft.AspNetCore.Hosting.HttpRequestIn"
        or Start
        or Stop
        or "Microsoft.AspNetCore.Diagnostics.UnhandledException"
        or "Microsoft.AspNetCore.Hosting.UnhandledException";

    private static object Construct(Type type, object argument) =>
        Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [argument], null)!;

    /// <summary>Calls of gRPC services are made rpc spans unless that is switched off.</summary>
    private static string? Variable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return name == "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION" ? value ?? "true" : value;
    }
}
