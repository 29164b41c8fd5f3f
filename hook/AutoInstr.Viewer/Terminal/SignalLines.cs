using System.Globalization;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Log records and metrics on a line each.</summary>
/// <param name="options">How wide the line may be, and whether it has colours.</param>
internal sealed class SignalLines(TreeOptions options)
{
    private const int ServiceWidth = 16;
    private const int SeverityWidth = 5;
    private const int ShownOfTraceId = 8;

    private readonly Palette _palette = new(options.Colour);

    /// <summary>Such as <c>log 12:03:04.567 tasks-api warn  The disk is nearly full  Shop.Disks  trace 1fe6d8e8…</c>, and beneath it the
    /// exception, if there is one.</summary>
    /// <returns>Lines, each ended by a line feed.</returns>
    public string Of(LogRecord record)
    {
        var head = $"{_palette.Dim("log")} {Clock(record.Time)} {Service(record.ServiceName)} {Severity(record)} ";
        var left = options.Width - ("log ".Length + "12:03:04.567 ".Length + ServiceWidth + 1 + SeverityWidth + 1);
        var trace = record.TraceId.Length > 0 ? $"trace {record.TraceId[..ShownOfTraceId]}…" : "";
        var tail = string.Join("  ", new[] { TerminalText.Sanitize(record.ScopeName), trace }.Where(static part => part.Length > 0));
        var message = TerminalText.Sanitize(record.Message);
        // What does not fit beside the message is left out: the message is what one looks for.
        var line = TerminalText.Width(message) + 2 + TerminalText.Width(tail) <= left
            ? $"{head}{message}  {_palette.Dim(tail)}"
            : head + TerminalText.Fit(message, left);
        return $"{line.TrimEnd(' ')}\n{Exception(record)}";
    }

    /// <summary>Such as <c>metrics 12:03:04.567 tasks-api 32 instruments, 140 points: http.server.request.duration, …</c>, a line for
    /// each service.</summary>
    /// <param name="points">The data points of one request.</param>
    /// <param name="at">When they came.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public string Of(IReadOnlyList<MetricPoint> points, DateTimeOffset at) => string.Concat(
        points.GroupBy(static point => point.Instrument.Service, StringComparer.Ordinal).Select(service =>
        {
            var names = service.Select(static point => point.Instrument.Name).Distinct(StringComparer.Ordinal).ToList();
            var text = $"{Quantity.Of(names.Count, "instrument")}, {Quantity.Of(service.Count(), "point")}: " +
                TerminalText.Sanitize(string.Join(", ", names));
            var left = options.Width - ("metrics ".Length + "12:03:04.567 ".Length + ServiceWidth + 1);
            return $"{_palette.Dim("metrics")} {Clock(at)} {Service(service.Key)} {TerminalText.Fit(text, left)}\n";
        }));

    private string Exception(LogRecord record)
    {
        var (type, message) = (record.Attributes["exception.type"], record.Attributes["exception.message"]);
        if (type is null && message is null)
            return "";
        var text = string.Join(": ", new[] { type, message }.Where(static part => part is not null).Select(AttributeText.Of));
        return "      " + _palette.Error(TerminalText.Fit(TerminalText.Sanitize(text), options.Width - 6)) + "\n";
    }

    private string Service(string name)
    {
        var service = name.Length == 0 ? "(no service)" : TerminalText.Sanitize(name);
        return _palette.Service(service, TerminalText.Pad(service, ServiceWidth));
    }

    private string Severity(LogRecord record)
    {
        var text = record.Severity == LogSeverity.Unspecified ? "-" : record.Severity.ToString().ToLowerInvariant();
        var padded = text.PadRight(SeverityWidth);
        return record.Severity switch
        {
            LogSeverity.Error or LogSeverity.Fatal => _palette.Error(padded),
            LogSeverity.Warn => _palette.Bold(padded),
            _ => _palette.Dim(padded),
        };
    }

    private static string Clock(ulong unixNano)
    {
        const ulong nanosecondsInTick = 100;
        var longest = (ulong)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks;
        return Clock(DateTimeOffset.UnixEpoch.AddTicks((long)Math.Min(unixNano / nanosecondsInTick, longest)));
    }

    private static string Clock(DateTimeOffset time) => time.UtcDateTime == DateTime.MaxValue
        ? "--:--:--.---"
        : time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
