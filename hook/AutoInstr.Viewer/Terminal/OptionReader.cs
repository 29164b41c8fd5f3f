using System.Globalization;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Reads a command line, one option after the other; values follow their option or are joined to it by <c>=</c>.</summary>
/// <param name="arguments">The arguments after the command's name.</param>
internal sealed class OptionReader(IReadOnlyList<string> arguments)
{
    private int _next;
    private string? _joined;

    /// <summary>The option that was read last, or an operand.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Goes on to the next one.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="FormatException">The last one has a value that nobody asked for.</exception>
    public bool Read()
    {
        if (_joined is not null)
            throw new FormatException($"{Name} takes no value");
        if (_next == arguments.Count)
            return false;
        var argument = arguments[_next++];
        (Name, _joined) = argument.StartsWith('-') && argument.Split('=', 2) is [var left, var right] ? (left, right) : (argument, null);
        return true;
    }

    /// <summary>The option's value.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string Value()
    {
        var value = _joined ?? (_next < arguments.Count ? arguments[_next++] : "");
        _joined = null;
        return value.Length > 0 ? value : throw new FormatException($"{Name} needs a value");
    }

    /// <summary>The option's value as a number.</summary>
    /// <exception cref="FormatException">There is none, or it is no number within the bounds.</exception>
    public int Number(int least, int most) => Value() is var text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{Name} '{text}' is no number from {least} to {most}");

    /// <summary>The option's value, which is one of some.</summary>
    /// <exception cref="FormatException">There is none, or it is another one.</exception>
    public string OneOf(params IReadOnlyList<string> values) => Value() is var text && values.Contains(text, StringComparer.Ordinal)
        ? text
        : throw new FormatException($"{Name} '{text}' is none of {string.Join(", ", values)}");

    /// <summary>What is thrown for an option that there is not.</summary>
    public FormatException Unknown() => new($"unknown option '{Name}'");
}
