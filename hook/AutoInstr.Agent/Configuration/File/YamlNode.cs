using System.Globalization;

namespace AutoInstr.Agent.Configuration.File;

/// <summary>A value of a YAML document, with variables put in and anchors followed.</summary>
/// <param name="Position">Where it begins.</param>
internal abstract record YamlNode(Position Position)
{
    /// <summary>What it is, in messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text, a number, true or false, or nothing.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Text">What is written, without quotes.</param>
/// <param name="Type">What it stands for.</param>
internal sealed record YamlScalar(Position Position, string Text, ScalarType Type) : YamlNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => Type switch
    {
        ScalarType.Null => "nothing",
        ScalarType.Boolean => "a truth value",
        ScalarType.Integer or ScalarType.Real => "a number",
        _ => "a text",
    };

    /// <summary>Resolves what a plain scalar stands for: https://yaml.org/spec/1.2.2/#1032-tag-resolution.</summary>
    public static ScalarType Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarType.Boolean,
        _ when ToInteger(text) is not null => ScalarType.Integer,
        _ when ToReal(text) is not null => ScalarType.Real,
        _ => ScalarType.Text,
    };

    /// <summary>The whole number that a text is: decimal, <c>0o17</c> or <c>0xff</c>.</summary>
    public static decimal? ToInteger(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal)
                ? hexadecimal : null;
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return ToOctal(text.AsSpan(2));
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The number that a text is.</summary>
    public static double? ToReal(string text)
    {
        switch (text.TrimStart('+', '-'))
        {
            case ".inf" or ".Inf" or ".INF":
                return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
        }
        // What .NET takes beyond that, such as "Infinity", is a text.
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character) && character is not ('+' or '-' or '.' or 'e' or 'E'))
                return null;
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static decimal? ToOctal(ReadOnlySpan<char> digits)
    {
        decimal value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue)
                return null;
            value = value * 8 + (digit - '0');
        }
        return digits.Length > 0 ? value : null;
    }
}

/// <summary>What a scalar stands for.</summary>
internal enum ScalarType
{
    /// <summary>Nothing: as if the property were not there.</summary>
    Null,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
    /// <summary>A whole number.</summary>
    Integer,
    /// <summary>A number.</summary>
    Real,
    /// <summary>Anything else, and whatever is quoted.</summary>
    Text,
}

/// <summary>A list.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Items">Its entries.</param>
internal sealed record YamlSequence(Position Position, IReadOnlyList<YamlNode> Items) : YamlNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Names with values.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Entries">The values, in the order in which they are written, each name once.</param>
internal sealed record YamlMapping(Position Position, IReadOnlyList<YamlEntry> Entries) : YamlNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The entry of a name, or <see langword="null"/>.</summary>
    public YamlEntry? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (entry.Name == name)
                return entry;
        }
        return null;
    }
}

/// <summary>A name with its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Position">Where the name begins.</param>
/// <param name="Value">The value.</param>
/// <param name="IsAnchored">Whether something in the value has an anchor, and so is there for other places.</param>
internal sealed record YamlEntry(string Name, Position Position, YamlNode Value, bool IsAnchored);
