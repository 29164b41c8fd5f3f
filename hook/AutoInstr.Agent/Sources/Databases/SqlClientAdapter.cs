using System.Reflection;
using AutoInstr.Agent.Exporters;
using OpenTelemetry.Instrumentation.SqlClient;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Starts OpenTelemetry.Instrumentation.SqlClient without a provider's builder, which would load it in every process.</summary>
/// <remarks>The package is the kit's own, pinned copy; a test holds the names used here.</remarks>
internal static class SqlClientAdapter
{
    private const string Singleton = "OpenTelemetry.Instrumentation.SqlClient.SqlClientInstrumentation";

    /// <summary>Begins to make spans.</summary>
    /// <param name="measures">Whether the time that commands take is measured as well.</param>
    /// <returns>What ends it.</returns>
    /// <exception cref="MissingMemberException">This is not the package that the agent was built with.</exception>
    public static IDisposable Start(bool measures)
    {
        Type type = typeof(SqlClientTraceInstrumentationOptions).Assembly.GetType(Singleton, throwOnError: true)!;
        object? instance = type.GetField("Instance", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null);
        MethodInfo? start = type.GetMethod("AddTracingHandle", BindingFlags.Instance | BindingFlags.NonPublic);
        if (instance is null || start is null)
            throw new MissingMemberException(Singleton, start is null ? "AddTracingHandle" : "Instance");
        if (measures)
        {
            var handles = SdkInternals.Field(type, "HandleManager").GetValue(instance)!;
            SdkInternals.Method(handles.GetType(), "AddMetricHandle").Invoke(handles, []);
        }
        return (IDisposable)start.Invoke(instance, [new SqlClientTraceInstrumentationOptions()])!;
    }
}
