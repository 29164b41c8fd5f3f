using System.Text.RegularExpressions;

namespace AutoInstr.Viewer.Model;

/// <summary>What a log record says, as people read it. See https://messagetemplates.org for the templates.</summary>
internal static partial class LogMessage
{
    /// <summary>The attribute that has the template when the body is the message.</summary>
    public const string OriginalFormat = "{OriginalFormat}";

    /// <summary>The body, its places filled with the attributes of their names; without one, what the event is called.</summary>
    public static string Of(LogRecord record)
    {
        if (record.Body is null)
            return record.EventName;
        var body = AttributeText.Of(record.Body);
        return record.Body is string && body.Contains('{', StringComparison.Ordinal) ? Place().Replace(body, Fill) : body;

        string Fill(Match place) => place.Groups["name"] is { Success: true, Value: var name } && record.Attributes[name] is { } value
            ? AttributeText.Of(value)
            : place.Value is "{{" or "}}" ? place.Value[..1] : place.Value;
    }

    /// <summary>The record's template: what all records of one statement have in common.</summary>
    public static string TemplateOf(LogRecord record) => record.Attributes[OriginalFormat] as string
        ?? (record.Body is null ? record.EventName : AttributeText.Of(record.Body));

    /// <summary><c>{Name}</c>, <c>{@Name}</c>, <c>{Name,10:0.00}</c>; doubled braces stand for one.</summary>
    [GeneratedRegex(@"\{\{|\}\}|\{[@$]?(?<name>[\w.\-]+)(,-?\d+)?(:[^{}]*)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
