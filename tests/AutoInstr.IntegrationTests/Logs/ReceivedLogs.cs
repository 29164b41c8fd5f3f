using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Otlp;

namespace AutoInstr.IntegrationTests.Logs;

/// <summary>The log records that a receiver got.</summary>
internal sealed class ReceivedLogs
{
    private readonly ReceivedRequests<ExportLogsServiceRequest> _requests;

    /// <summary>Begins to keep them.</summary>
    public ReceivedLogs(OtlpReceiver receiver) => _requests = new(receiver);

    /// <summary>Every request, in the order received.</summary>
    public IReadOnlyList<ExportLogsServiceRequest> Requests => _requests.All;

    /// <summary>Every record with its scope, by time.</summary>
    public IReadOnlyList<(string Scope, LogRecord Record)> All =>
    [
        .. from request in Requests
           from resource in request.ResourceLogs
           from scope in resource.ScopeLogs
           from record in scope.LogRecords
           orderby record.TimeUnixNano
           select (scope.Scope.Name, record),
    ];

    /// <summary>The records of a scope, by time.</summary>
    public IReadOnlyList<LogRecord> Of(string scope) => [.. All.Where(received => received.Scope == scope).Select(received =>
        received.Record)];

    /// <summary>An attribute as text; <see langword="null"/> when there is none.</summary>
    public static string? Attribute(LogRecord record, string key) =>
        record.Attributes.Where(attribute => attribute.Key == key).Select(attribute => Text(attribute.Value)).SingleOrDefault();

    /// <summary>The attributes but for those of exceptions, as <c>key=value</c>.</summary>
    public static string Attributes(LogRecord record) => string.Join(
        ' ', record.Attributes.Where(attribute => !attribute.Key.StartsWith("exception.", StringComparison.Ordinal))
            .Select(attribute => $"{attribute.Key}={Text(attribute.Value)}").Order(StringComparer.Ordinal));

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => $"{value.IntValue}",
        AnyValue.ValueOneofCase.DoubleValue => $"{value.DoubleValue}",
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.ArrayValue => string.Join(',', value.ArrayValue.Values.Select(Text)),
        _ => value.ToString(),
    };
}
