using System.Buffers;

namespace AutoInstr.Sql;

/// <summary>Takes what may be private out of a text of SQL, and sums the text up.</summary>
/// <remarks>
/// One pass over the text, by the rules of the semantic conventions for database spans ("Sanitization of db.query.text" and "Generating
/// a summary of the query"). It reads tokens, not grammar: a text that is no SQL at all still comes out without its literals.
/// </remarks>
internal static class SqlSanitizer
{
    /// <summary>Characters of a sanitized text; what goes beyond is cut off.</summary>
    public const int MaxLength = 8192;

    private const int CacheSlots = 512;
    private const int LongestCachedText = 2048;

    /// <summary>How many characters tell where a text has its place: to hash all of a query takes longer than the rest of its span.</summary>
    private const int HashedCharacters = 16;

    /// <summary>
    /// Applications send the same parameterised text again and again. A text has one place, which the next one with that hash takes over:
    /// bounded, without a lock, and texts with a new literal each time cannot fill it for good.
    /// </summary>
    private static readonly Cached?[] Cache = new Cached?[CacheSlots];

    private sealed record Cached(string Sql, SqlDialect Dialect, SqlText Text);

    /// <summary>Sanitizes and sums up a text of SQL.</summary>
    /// <param name="sql">The text, as the library sends it.</param>
    /// <param name="dialect">How to read it.</param>
    public static SqlText Sanitize(string sql, SqlDialect dialect)
    {
        if (sql.Length > LongestCachedText)
            return Process(sql, dialect);
        ref Cached? slot = ref Cache[Slot(sql)];
        Cached? cached = Volatile.Read(ref slot);
        if (cached is not null && cached.Dialect == dialect && cached.Sql == sql)
            return cached.Text;
        SqlText text = Process(sql, dialect);
        Volatile.Write(ref slot, new Cached(sql, dialect, text));
        return text;
    }

    private static uint Slot(string sql)
    {
        var hash = (uint)sql.Length;
        // From the end, since it is there that texts with the same columns differ.
        for (int step = sql.Length / HashedCharacters + 1, i = sql.Length - 1; i >= 0; i -= step)
            hash = hash * 31 + sql[i];
        return hash % CacheSlots;
    }

    private static SqlText Process(string sql, SqlDialect dialect)
    {
        // No token comes out longer than it went in.
        char[] buffer = ArrayPool<char>.Shared.Rent(Math.Min(sql.Length, MaxLength));
        try
        {
            var output = new SqlOutput(buffer.AsSpan(0, Math.Min(sql.Length, MaxLength)));
            var summary = new SqlSummary(stackalloc char[SqlSummary.MaxLength]);
            var tokens = new SqlTokenizer(sql, dialect);
            while (!output.IsFull && tokens.Next(out SqlToken kind, out ReadOnlySpan<char> token))
            {
                summary.Add(kind, token);
                output.Add(kind, token);
            }

            return new SqlText(output.ToText(sql), summary.ToText());
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
