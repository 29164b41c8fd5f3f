namespace AutoInstr.Sql;

/// <summary>How a text of SQL is to be read where the products differ.</summary>
internal enum SqlDialect
{
    /// <summary>The standard's: <c>'text'</c>, <c>"identifier"</c>; and PostgreSQL's <c>E'text\n'</c> and <c>$$text$$</c>.</summary>
    Standard,

    /// <summary>MySQL and MariaDB: <c>"text"</c> too, a backslash escapes, <c>`identifier`</c>, <c># comment</c>.</summary>
    MySql,

    /// <summary>SQL Server and SQLite: <c>[identifier]</c>.</summary>
    Bracketed,
}
