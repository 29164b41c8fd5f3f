namespace AutoInstr.Compare.Conventions;

/// <summary>A departure from the semantic conventions, counted over all that are alike.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
/// <param name="Service">The service.</param>
/// <param name="Kind">The span's kind in small letters, or <c>metric</c>, <c>log</c>, <c>resource</c>.</param>
/// <param name="Name">The span's or instrument's name, or the logger and template; empty for a resource.</param>
/// <param name="Count">How many spans or log records, or 1.</param>
internal sealed record Violation(Rule Rule, string Message, string Service, string Kind, string Name, int Count)
{
    /// <summary>What departs.</summary>
    public string Subject => Name.Length == 0 ? Kind : $"{Kind} {Name}";
}

/// <summary>What a rule is about.</summary>
internal enum Rule
{
    /// <summary>An attribute or an instrument has another name by now.</summary>
    Deprecated,
    /// <summary>An attribute's value or an instrument is of the wrong type.</summary>
    Type,
    /// <summary>A required attribute is not there.</summary>
    Required,
    /// <summary>The span's name does not have the format.</summary>
    Name,
    /// <summary>The span's status is not what the outcome asks for.</summary>
    Status,
    /// <summary>An instrument's unit is another one.</summary>
    Unit,
}
