using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>A text that is looked for: in a name or message, or as an attribute (<c>name=value</c>, or <c>name</c>).</summary>
/// <param name="Text">The text; case does not matter but in names of attributes.</param>
internal sealed record TextSearch(string Text)
{
    /// <summary>What a query asks for; <see langword="null"/> when it asks for nothing.</summary>
    public static TextSearch? Of(string? text) => text is null ? null : new TextSearch(text);

    /// <summary>Whether something has it.</summary>
    /// <param name="text">Its name or message.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="resource">The attributes of its resource.</param>
    public bool IsIn(string text, AttributeMap attributes, AttributeMap resource)
    {
        if (text.Contains(Text, StringComparison.OrdinalIgnoreCase))
            return true;
        var (name, value) = Text.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : (Text, null);
        var found = attributes[name] ?? resource[name];
        return found is not null && (value is null || AttributeText.Of(found).Equals(value, StringComparison.OrdinalIgnoreCase));
    }
}
