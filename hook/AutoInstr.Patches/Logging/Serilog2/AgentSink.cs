using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace AutoInstr.Patches.Logging.Serilog2;

/// <summary>Hands events over to the agent. Not disposable, since it is no logger's own.</summary>
internal sealed class AgentSink : ILogEventSink
{
    /// <summary>The only one.</summary>
    public static readonly AgentSink Instance = new();

    private const string Unnamed = "Serilog";

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (LogChain.IsInner)
            return;
        var (category, kind) = (Unnamed, (Id: 0, Name: (string?)null));
        var attributes = new List<KeyValuePair<string, object?>>(logEvent.Properties.Count);
        foreach (var (name, value) in logEvent.Properties)
        {
            if (name == Constants.SourceContextPropertyName && value is ScalarValue { Value: string source })
                category = source;
            else if (name == "EventId" && value is StructureValue structure)
                kind = Kind(structure);
            else if (!LogSink.Correlates || !TraceText.IsIts(name))
                attributes.Add(new(name, EventValue.Of(value)));
        }
        LogSink.Take(
            logEvent.Timestamp.UtcDateTime, Severity(logEvent.Level), logEvent.Level.ToString(), category, kind,
            logEvent.MessageTemplate.Text, LogSink.WantsMessage ? Message(logEvent) : null, attributes, null, logEvent.Exception);
    }

    private static int Severity(LogEventLevel level) => 4 * (int)level + 1;

    private static (int Id, string? Name) Kind(StructureValue structure)
    {
        var (id, text) = (0, (string?)null);
        foreach (var property in structure.Properties)
        {
            if (property is { Name: "Id", Value: ScalarValue { Value: int number } })
                id = number;
            else if (property is { Name: "Name", Value: ScalarValue { Value: string name } })
                text = name;
        }
        return (id, text);
    }

    /// <summary>As the library renders it, but for the quotation marks around strings.</summary>
    private static string Message(LogEvent logEvent)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken property && logEvent.Properties.TryGetValue(property.PropertyName, out var value) &&
                value is ScalarValue { Value: string text } && property.Format is null && property.Alignment is null)
                message.Write(text);
            else
                token.Render(logEvent.Properties, message, CultureInfo.InvariantCulture);
        }
        return message.ToString();
    }
}
