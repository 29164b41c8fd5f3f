namespace AutoInstr.Patching.TracedMethods;

/// <summary>An entry of AUTOINSTR_TRACE_METHODS: <c>Namespace.Type.Method</c>, or anything that begins so when <c>*</c> ends it.</summary>
internal sealed class MethodPattern
{
    private readonly string _name;
    private readonly bool _isBeginning;

    private MethodPattern(string text, string name, bool isBeginning) => (Text, _name, _isBeginning) = (text, name, isBeginning);

    /// <summary>The entry as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads an entry.</summary>
    /// <returns><see langword="null"/> when it names no type: neither a method nor a beginning of one.</returns>
    public static MethodPattern? Parse(string text)
    {
        var isBeginning = text.EndsWith('*');
        var name = (isBeginning ? text[..^1] : text).Replace('+', '.');
        var parts = name.Split('.');
        // What ends with a dot has an empty last part, which stands for any.
        var isValid = parts.Length > 1 && parts[0].Length > 0;
        for (var i = 0; i < parts.Length; i++)
            isValid &= !parts[i].Contains('*', StringComparison.Ordinal) && (parts[i].Length > 0 || (isBeginning && i == parts.Length - 1));
        return isValid ? new MethodPattern(text, name, isBeginning) : null;
    }

    /// <summary>A type's name as it stands in patterns and spans: with dots before nested types, without the number of type
    /// parameters.</summary>
    public static string NameOf(Type type) => NameOf(type.FullName ?? type.Name);

    /// <summary>That of a type, by the name that the runtime has for it.</summary>
    public static string NameOf(string fullName)
    {
        var name = fullName.Replace('+', '.');
        for (var tick = name.IndexOf('`', StringComparison.Ordinal); tick >= 0; tick = name.IndexOf('`', StringComparison.Ordinal))
        {
            var end = tick + 1;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
                end++;
            name = name.Remove(tick, end - tick);
        }
        return name;
    }

    /// <summary>Whether a type may have a method that is meant.</summary>
    /// <param name="type">The type's name.</param>
    public bool MayMatch(string type) => _isBeginning
        ? _name.Length <= type.Length + 1 ? IsBeginningOf(type, "") : IsOf(type)
        : IsOf(type);

    /// <summary>Whether a method is meant.</summary>
    /// <param name="type">The type's name.</param>
    /// <param name="method">The method's name.</param>
    public bool Matches(string type, string method) => _isBeginning
        ? IsBeginningOf(type, method)
        : _name.Length == type.Length + 1 + method.Length && IsBeginningOf(type, method);

    private bool IsOf(string type) =>
        _name.Length > type.Length && _name[type.Length] == '.' && _name.StartsWith(type, StringComparison.Ordinal) &&
        _name.IndexOf('.', type.Length + 1) < 0;

    private bool IsBeginningOf(string type, string method) => $"{type}.{method}".StartsWith(_name, StringComparison.Ordinal);
}
