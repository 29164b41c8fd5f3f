namespace AutoInstr.Sql;

/// <summary>What a piece of a text of SQL is.</summary>
internal enum SqlToken
{
    /// <summary>Blanks and line ends.</summary>
    Space,
    /// <summary>A comment, of a line or of a block.</summary>
    Comment,
    /// <summary>A string, number or other constant.</summary>
    Literal,
    /// <summary>A keyword or a name without quotes, dots not included.</summary>
    Word,
    /// <summary>A name in quotes, backticks or brackets, these included.</summary>
    QuotedName,
    /// <summary>A parameter: <c>@id</c>, <c>:id</c>, <c>$1</c>, <c>?</c>.</summary>
    Parameter,
    /// <summary>An opening parenthesis.</summary>
    Open,
    /// <summary>A closing parenthesis.</summary>
    Close,
    /// <summary>A comma.</summary>
    Comma,
    /// <summary>A dot between names.</summary>
    Dot,
    /// <summary>The end of a statement.</summary>
    Semicolon,
    /// <summary>Anything else: operators.</summary>
    Other,
}
