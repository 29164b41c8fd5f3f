namespace AutoInstr.Sql;

/// <summary>What a word of SQL means to a summary.</summary>
internal enum SqlKeyword
{
    /// <summary>Nothing: a name, or a keyword that does not matter.</summary>
    None,
    /// <summary>SELECT.</summary>
    Select,
    /// <summary>INSERT.</summary>
    Insert,
    /// <summary>REPLACE: a statement, part of CREATE OR REPLACE, or a function.</summary>
    Replace,
    /// <summary>UPDATE.</summary>
    Update,
    /// <summary>DELETE.</summary>
    Delete,
    /// <summary>MERGE.</summary>
    Merge,
    /// <summary>WITH.</summary>
    With,
    /// <summary>EXPLAIN: another statement follows.</summary>
    Explain,
    /// <summary>CALL, EXECUTE, TRUNCATE, COPY: a name follows.</summary>
    TakesName,
    /// <summary>CREATE, ALTER, DROP: a kind and a name follow.</summary>
    TakesKind,
    /// <summary>FROM.</summary>
    From,
    /// <summary>JOIN.</summary>
    Join,
    /// <summary>INTO.</summary>
    Into,
    /// <summary>TABLE.</summary>
    Table,
    /// <summary>DISTINCT, which may stand before a FROM that names nothing.</summary>
    Distinct,
    /// <summary>WHERE, GROUP, ...: the list of tables is over.</summary>
    EndOfFrom,
    /// <summary>A word between an operation and its target: IF, EXISTS, UNIQUE, ONLY...</summary>
    Modifier,
}

/// <summary>The words of SQL that matter to a summary.</summary>
internal static class SqlKeywords
{
    private const int Longest = 12;

    /// <summary>What a word means, whatever its case.</summary>
    public static SqlKeyword Classify(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > Longest)
            return SqlKeyword.None;
        Span<char> lower = stackalloc char[Longest];
        lower = lower[..word.ToLowerInvariant(lower)];
        return lower switch
        {
            "select" => SqlKeyword.Select,
            "insert" => SqlKeyword.Insert,
            "replace" => SqlKeyword.Replace,
            "update" => SqlKeyword.Update,
            "delete" => SqlKeyword.Delete,
            "merge" => SqlKeyword.Merge,
            "with" => SqlKeyword.With,
            "explain" => SqlKeyword.Explain,
            "call" or "exec" or "execute" or "truncate" or "copy" => SqlKeyword.TakesName,
            "create" or "alter" or "drop" => SqlKeyword.TakesKind,
            "from" => SqlKeyword.From,
            "join" => SqlKeyword.Join,
            "into" => SqlKeyword.Into,
            "table" => SqlKeyword.Table,
            "distinct" => SqlKeyword.Distinct,
            "where" or "group" or "order" or "having" or "limit" or "offset" or "set" or "values" or "returning" or "union" or "on"
                or "using" or "window" or "fetch" => SqlKeyword.EndOfFrom,
            "if" or "not" or "exists" or "or" or "unique" or "temp" or "temporary" or "global" or "local" or "unlogged" or "materialized"
                or "external" or "virtual" or "concurrently" or "clustered" or "nonclustered" or "only" or "lateral" or "ignore"
                    or "low_priority"
                or "recursive" or "overwrite" or "top" => SqlKeyword.Modifier,
            _ => SqlKeyword.None,
        };
    }
}
