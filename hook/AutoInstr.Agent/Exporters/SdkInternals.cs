using System.Diagnostics;
using System.Reflection;
using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>
/// Members of the SDK that are not public. The agent has its own copy of the SDK in a fixed version, so they cannot change under it; a
/// unit test touches each of them, for the day that the version is raised.
/// </summary>
internal static class SdkInternals
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Gives an exporter inside another one the provider, from which it takes the resource.</summary>
    public static void SetParentProvider(BaseExporter<Activity> exporter, BaseProvider? provider) =>
        typeof(BaseExporter<Activity>).GetProperty(nameof(BaseExporter<Activity>.ParentProvider), Any)!.SetMethod!.Invoke(
            exporter, [provider]);

    /// <summary>Spans that a processor dropped because its queue was full.</summary>
    public static long DroppedCount(BatchExportProcessor<Activity> processor) => Count(processor, "DroppedCount");

    /// <summary>Spans that were given to a processor, the dropped ones included.</summary>
    public static long ReceivedCount(BatchExportProcessor<Activity> processor) => Count(processor, "ReceivedCount");

    /// <summary>Calls a constructor of a type of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="type">Full name of the type.</param>
    /// <param name="arguments">The arguments, which decide on the constructor.</param>
    /// <exception cref="MissingMethodException">There is no such constructor.</exception>
    /// <exception cref="TypeLoadException">There is no such type.</exception>
    public static object Construct(Assembly assembly, string type, params object?[] arguments) =>
        Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!, Any, binder: null, arguments, culture: null)!;

    private static long Count(BatchExportProcessor<Activity> processor, string property) =>
        (long)typeof(BatchExportProcessor<Activity>).GetProperty(property, Any)!.GetValue(processor)!;
}
