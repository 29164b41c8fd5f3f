using System.Globalization;
using log4net.Core;

namespace AutoInstr.Patches.Logging.Log4Net2;

/// <summary>An event of log4net's as a log record.</summary>
internal static class EventRecord
{
    /// <summary>What the library itself puts among the properties.</summary>
    private const string Own = "log4net:";

    /// <summary>Hands an event over.</summary>
    public static void Take(LoggingEvent loggingEvent)
    {
        var properties = loggingEvent.GetProperties();
        var attributes = new List<KeyValuePair<string, object?>>();
        foreach (var key in properties.GetKeys())
        {
            if (!key.StartsWith(Own, StringComparison.Ordinal) && !(LogSink.Correlates && TraceText.IsIts(key)))
                attributes.Add(new(key, Value(properties[key])));
        }
        LogSink.Take(
            loggingEvent.TimeStamp.ToUniversalTime(), Severity(loggingEvent.Level), loggingEvent.Level?.DisplayName,
            loggingEvent.LoggerName ?? "", (0, null), loggingEvent.RenderedMessage, null, attributes, null, loggingEvent.ExceptionObject);
    }

    /// <summary>A context may be a stack, whose text is what layouts show.</summary>
    private static object? Value(object? value) =>
        value is null or string or bool or int or long or double ? value : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static int Severity(Level? level) => level?.Value switch
    {
        null => 0,
        var value when value >= Level.Critical.Value => 21,
        var value when value >= Level.Error.Value => 17,
        var value when value >= Level.Warn.Value => 13,
        var value when value >= Level.Info.Value => 9,
        var value when value >= Level.Debug.Value => 5,
        _ => 1,
    };
}
