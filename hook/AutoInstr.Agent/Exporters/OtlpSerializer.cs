using System.Diagnostics;
using System.Reflection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace AutoInstr.Agent.Exporters;

/// <summary>The SDK's own protobuf serializer, for single spans and log records.</summary>
/// <remarks>
/// Its methods are not public: see <see cref="SdkInternals"/>. One of its parameter types is not either, so the calls go through function
/// pointers that take that parameter as an object, and cost nothing on the path of a span.
/// </remarks>
internal static unsafe class OtlpSerializer
{
    private const string Namespace = OtlpExport.Implementation + "Serializer.";

    private static readonly delegate*<byte[], int, object, Activity, int> SpanWriter =
        (delegate*<byte[], int, object, Activity, int>)Pointer(
            "ProtobufOtlpTraceSerializer", "WriteSpan", typeof(byte[]), typeof(int), OtlpExport.LimitsType, typeof(Activity));

    private static readonly delegate*<byte[], int, object, ActivitySource, List<Activity>, int> ScopeWriter =
        (delegate*<byte[], int, object, ActivitySource, List<Activity>, int>)Pointer(
            "ProtobufOtlpTraceSerializer", "WriteScopeSpan",
            typeof(byte[]), typeof(int), OtlpExport.LimitsType, typeof(ActivitySource), typeof(List<Activity>));

    private static readonly delegate*<byte[], int, Resource, int> ResourceWriter =
        (delegate*<byte[], int, Resource, int>)Pointer(
            "ProtobufOtlpResourceSerializer", "WriteResource", typeof(byte[]), typeof(int), typeof(Resource));

    private static readonly delegate*<byte[], int, object, object, LogRecord, int> LogRecordWriter =
        (delegate*<byte[], int, object, object, LogRecord, int>)Pointer(
            "ProtobufOtlpLogSerializer", "WriteLogRecord",
            typeof(byte[]), typeof(int), OtlpExport.LimitsType, OtlpExport.OptionsType, typeof(LogRecord));

    /// <summary>Writes a span as a field of ScopeSpans.</summary>
    /// <param name="buffer">Where to, from its beginning. What is in it is undefined when it is too small.</param>
    /// <param name="limits">The SDK's limits.</param>
    /// <param name="span">The span.</param>
    /// <returns>How many bytes there are, or -1 when the buffer is too small.</returns>
    public static int WriteSpan(byte[] buffer, object limits, Activity span)
    {
        try
        {
            return SpanWriter(buffer, 0, limits, span);
        }
        catch (Exception exception) when (IsTooSmall(exception))
        {
            return -1;
        }
    }

    /// <summary>Writes a scope as a field of ScopeSpans.</summary>
    /// <inheritdoc cref="WriteSpan" path="/returns"/>
    public static int WriteScope(byte[] buffer, object limits, ActivitySource source)
    {
        try
        {
            return ScopeWriter(buffer, 0, limits, source, []);
        }
        catch (Exception exception) when (IsTooSmall(exception))
        {
            return -1;
        }
    }

    /// <summary>Writes a log record as a field of ScopeLogs.</summary>
    /// <inheritdoc cref="WriteSpan" path="/returns"/>
    public static int WriteLogRecord(byte[] buffer, object limits, object options, LogRecord record)
    {
        try
        {
            return LogRecordWriter(buffer, 0, limits, options, record);
        }
        catch (Exception exception) when (IsTooSmall(exception))
        {
            return -1;
        }
    }

    /// <summary>Writes a resource as a field of ResourceSpans.</summary>
    /// <inheritdoc cref="WriteSpan" path="/returns"/>
    public static int WriteResource(byte[] buffer, Resource resource)
    {
        try
        {
            return ResourceWriter(buffer, 0, resource);
        }
        catch (Exception exception) when (IsTooSmall(exception))
        {
            return -1;
        }
    }

    /// <summary>How the SDK learns it too.</summary>
    private static bool IsTooSmall(Exception exception) => exception is IndexOutOfRangeException or ArgumentException;

    private static IntPtr Pointer(string type, string method, params Type[] parameters)
    {
        var found = typeof(OtlpTraceExporter).Assembly.GetType(Namespace + type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic, parameters);
        return found is { } && found.ReturnType == typeof(int)
            ? found.MethodHandle.GetFunctionPointer()
            : throw new MissingMethodException(Namespace + type, method);
    }
}
