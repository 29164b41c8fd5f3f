namespace AutoInstr.Agent.Configuration.File;

/// <summary>An attribute of the resource: a name, a value, and the type that the value is of.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value: string, bool, long, double, or an array of one of them.</param>
internal sealed record FileAttribute(string Name, object Value)
{
    private const string LeftOut = "the attribute is left out";

    /// <summary>Reads it.</summary>
    /// <returns><see langword="null"/> where it is of no use.</returns>
    public static FileAttribute? Read(FileSection section)
    {
        var type = section.Choice(
            "type", "string", "string", "bool", "int", "double", "string_array", "bool_array", "int_array", "double_array");
        var name = section.RequiredText("name", LeftOut);
        if (section.Value("value") is not { } node)
        {
            section.Missing("value", LeftOut);
            return null;
        }
        var value = type.EndsWith("_array", StringComparison.Ordinal) ? Array(node, type) : Scalar(node, type);
        if (value is null)
            section.Say("value", $"{node.Kind} is not of type {type}; {LeftOut}");
        return name is null || value is null ? null : new FileAttribute(name, value);
    }

    private static object? Scalar(YamlNode node, string type) => (node as YamlScalar, type) switch
    {
        // The type that is meant where none is named: a version is a text although it looks like a number.
        ({ Type: not ScalarType.Null } text, "string") => text.Text,
        ({ Type: ScalarType.Boolean } truth, "bool") => truth.Text[0] is 't' or 'T',
        ({ Type: ScalarType.Integer } number, "int") => ToLong(YamlScalar.ToInteger(number.Text)),
        ({ Type: ScalarType.Integer or ScalarType.Real } number, "double") => YamlScalar.ToReal(number.Text),
        _ => null,
    };

    private static long? ToLong(decimal? number) => number is >= long.MinValue and <= long.MaxValue ? (long)number.Value : null;

    private static object? Array(YamlNode node, string type)
    {
        if (node is not YamlSequence { Items.Count: > 0 } list)
            return null;
        var values = new List<object>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (Scalar(item, type[..^"_array".Length]) is not { } value)
                return null;
            values.Add(value);
        }
        return type switch
        {
            "bool_array" => values.Cast<bool>().ToArray(),
            "int_array" => values.Cast<long>().ToArray(),
            "double_array" => values.Cast<double>().ToArray(),
            _ => values.Cast<string>().ToArray(),
        };
    }
}
