using System.Globalization;
using AutoInstr.Patches.Logging.MicrosoftLogging;
using NLog;

namespace AutoInstr.Patches.Logging.NLog5;

/// <summary>An event of NLog's as a log record.</summary>
internal static class EventRecord
{
    private const string Extensions = "Microsoft.Extensions.Logging.ILogger";
    private const string Provider = "NLog.Extensions.Logging.NLogLoggerProvider";

    /// <summary>Whether the event comes from Microsoft.Extensions.Logging, where it has been taken.</summary>
    /// <param name="loggerType">Whom NLog takes for the logger.</param>
    public static bool IsTaken(Type loggerType) => loggerType.FullName == Extensions && FactoryProviders.HaveAny(Provider);

    /// <summary>Gives an event the ids of trace and span as properties, for the application's own layouts.</summary>
    public static void Correlate(LogEventInfo logEvent)
    {
        if (!TraceText.TryGet(out var traceId, out var spanId))
            return;
        logEvent.Properties[TraceText.TraceId] = traceId;
        logEvent.Properties[TraceText.SpanId] = spanId;
    }

    /// <summary>Hands an event over.</summary>
    public static void Take(LogEventInfo logEvent)
    {
        List<KeyValuePair<string, object?>>? attributes = null;
        var kind = (Id: 0, Name: (string?)null);
        if (logEvent.HasProperties)
        {
            attributes = new(logEvent.Properties.Count);
            foreach (var (key, value) in logEvent.Properties)
                Add(Convert.ToString(key, CultureInfo.InvariantCulture) ?? "", value, attributes, ref kind);
        }
        var hasTemplate = logEvent.Parameters is { Length: > 0 };
        LogSink.Take(
            logEvent.TimeStamp.ToUniversalTime(), Severity(logEvent.Level), logEvent.Level.Name, logEvent.LoggerName ?? "", kind,
            hasTemplate ? logEvent.Message : logEvent.FormattedMessage,
            hasTemplate && LogSink.WantsMessage ? logEvent.FormattedMessage : null, attributes, Scopes(), logEvent.Exception);
    }

    private static void Add(
        string key, object? value, List<KeyValuePair<string, object?>> attributes, ref (int Id, string? Name) kind)
    {
        switch (key)
        {
            case var _ when LogSink.Correlates && TraceText.IsIts(key):
                break;
            case "EventId" or "EventId_Id" when value is int id:
                kind.Id = id;
                break;
            case "EventName" or "EventId_Name" when value is string name:
                kind.Name = name;
                break;
            default:
                attributes.Add(new(key, value));
                break;
        }
    }

    private static List<KeyValuePair<string, object?>> Scopes() =>
        [.. ScopeContext.GetAllProperties().Select(static property => new KeyValuePair<string, object?>(property.Key, property.Value))];

    private static int Severity(LogLevel level) => level.Ordinal is >= 0 and <= 5 ? 4 * level.Ordinal + 1 : 0;
}
