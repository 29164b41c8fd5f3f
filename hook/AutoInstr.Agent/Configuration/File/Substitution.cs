using System.Text;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>Puts environment variables into values: <c>${NAME}</c>, <c>${env:NAME}</c>, <c>${NAME:-default}</c>; <c>$$</c> is a dollar
/// sign.</summary>
/// <remarks>
/// https://opentelemetry.io/docs/specs/otel/configuration/data-model/#environment-variable-substitution. What a variable holds is never
/// looked at again: it brings neither structure nor further references.
/// </remarks>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
internal sealed class Substitution(Func<string, string?> variable)
{
    private readonly List<string> _undefined = [];

    /// <summary>Variables that were referred to without a default and are not set, each once.</summary>
    public IReadOnlyList<string> Undefined => _undefined;

    /// <summary>Puts variables into a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wrong">The reference that is none, if there is one; the text is then of no use.</param>
    public string Apply(string text, out WrongReference? wrong)
    {
        wrong = null;
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '$' || i + 1 == text.Length)
                result.Append(text[i++]);
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i += 2;
            }
            else if (text[i + 1] == '{' && EndOf(text, i + 2) is var end and > 0)
            {
                if (Resolve(text.AsSpan(i + 2, end - i - 2)) is not { } value)
                {
                    wrong = new WrongReference(text[i..(end + 1)], i);
                    return "";
                }
                result.Append(value);
                i = end + 1;
            }
            else
                result.Append(text[i++]);
        }
        return result.ToString();
    }

    /// <summary>Where a reference ends, unless an escaped dollar sign comes first: that splits the text.</summary>
    private static int EndOf(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '}')
                return i > start ? i : -1;
            if (text[i] == '\n' || (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '$'))
                return -1;
        }
        return -1;
    }

    private string? Resolve(ReadOnlySpan<char> reference)
    {
        if (reference.StartsWith("env:", StringComparison.Ordinal))
            reference = reference[4..];
        var length = 0;
        while (length < reference.Length && (char.IsAsciiLetter(reference[length]) || reference[length] == '_' ||
            (length > 0 && char.IsAsciiDigit(reference[length]))))
            length++;
        var rest = reference[length..];
        if (length == 0 || (rest.Length > 0 && !rest.StartsWith(":-", StringComparison.Ordinal)))
            return null;
        var name = reference[..length].ToString();
        if (variable(name) is { Length: > 0 } value)
            return value;
        if (rest.Length == 0 && !_undefined.Contains(name))
            _undefined.Add(name);
        return rest.Length == 0 ? "" : rest[2..].ToString();
    }
}

/// <summary>A reference that is none.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Index">Where in the text it begins.</param>
internal sealed record WrongReference(string Text, int Index);
