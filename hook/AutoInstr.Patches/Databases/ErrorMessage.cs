namespace AutoInstr.Patches.Databases;

/// <summary>Messages of databases, without what they quote of queries and rows: that may be anybody's secret.</summary>
internal static class ErrorMessage
{
    /// <summary>What quotations follow.</summary>
    private static readonly string[] Announcements =
    [
        "\nLINE ",                      // DuckDB: the line of the query
        " key \"",                      // DuckDB: the value of a key
        " string '",                    // DuckDB: a value that cannot be converted
        " near \"",                     // DuckDB: a piece of the query
        "\nProblematic key value is ",  // Firebird
        " The duplicate value is ",     // LiteDB
        "Duplicate entry ",             // MySQL: the value of a key
        " near '",                      // MySQL: a piece of the query
    ];

    /// <summary>A message up to the first quotation.</summary>
    public static string WithoutQuotations(string message)
    {
        int end = message.Length;
        foreach (string announcement in Announcements)
        {
            int position = message.IndexOf(announcement, StringComparison.Ordinal);
            if (position >= 0)
                end = Math.Min(end, position + (announcement[0] == '\n' ? 0 : announcement.Length - 1));
        }
        return end == message.Length ? message : message[..end].TrimEnd();
    }
}
