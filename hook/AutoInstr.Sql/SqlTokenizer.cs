namespace AutoInstr.Sql;

/// <summary>Cuts a text of SQL into tokens. What has a beginning but no end reaches to the end of the text.</summary>
/// <param name="sql">The text.</param>
/// <param name="dialect">How to read it.</param>
internal ref struct SqlTokenizer(ReadOnlySpan<char> sql, SqlDialect dialect)
{
    private ReadOnlySpan<char> _rest = sql;

    /// <summary>Takes the next token.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="token">Its characters.</param>
    /// <returns>Whether there was one.</returns>
    public bool Next(out SqlToken kind, out ReadOnlySpan<char> token)
    {
        token = default;
        kind = SqlToken.Space;
        if (_rest.IsEmpty)
            return false;
        (kind, int length) = Read();
        token = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private readonly (SqlToken Kind, int Length) Read()
    {
        char first = _rest[0];
        if (char.IsWhiteSpace(first))
            return (SqlToken.Space, SpaceLength());
        if (char.IsAsciiDigit(first) || (first == '.' && IsDigit(1)))
            return (SqlToken.Literal, NumberLength());
        if (IsNameStart(first))
            return ReadWord();
        return first switch
        {
            '\'' => (SqlToken.Literal, QuotedLength(0, '\'', dialect == SqlDialect.MySql)),
            '"' when dialect == SqlDialect.MySql => (SqlToken.Literal, QuotedLength(0, '"', escapes: true)),
            '"' or '`' => (SqlToken.QuotedName, QuotedLength(0, first, escapes: false)),
            '[' when dialect == SqlDialect.Bracketed => (SqlToken.QuotedName, QuotedLength(0, ']', escapes: false)),
            '-' when At(1) == '-' => (SqlToken.Comment, LineLength()),
            '#' when dialect == SqlDialect.MySql => (SqlToken.Comment, LineLength()),
            '/' when At(1) == '*' => (SqlToken.Comment, BlockLength()),
            '$' => ReadDollar(),
            '@' or ':' => ReadParameter(),
            '?' => (SqlToken.Parameter, 1),
            '(' => (SqlToken.Open, 1),
            ')' => (SqlToken.Close, 1),
            ',' => (SqlToken.Comma, 1),
            '.' => (SqlToken.Dot, 1),
            ';' => (SqlToken.Semicolon, 1),
            _ => (SqlToken.Other, 1),
        };
    }

    private readonly char At(int index) => index < _rest.Length ? _rest[index] : '\0';

    private readonly bool IsDigit(int index) => char.IsAsciiDigit(At(index));

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#';

    private readonly int SpaceLength()
    {
        int length = 1;
        while (length < _rest.Length && char.IsWhiteSpace(_rest[length]))
            length++;
        return length;
    }

    /// <summary>A number in any notation: <c>1</c>, <c>1.5e-3</c>, <c>0xFF</c>, <c>1_000</c>, <c>10L</c>.</summary>
    private readonly int NumberLength()
    {
        int length = 1;
        for (; length < _rest.Length; length++)
        {
            char c = _rest[length];
            bool signOfExponent = c is '+' or '-' && _rest[length - 1] is 'e' or 'E' && IsDigit(length + 1) && At(1) is not ('x' or 'X');
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_') && !signOfExponent)
                break;
        }

        return length;
    }

    /// <summary>A word; or a string that a prefix of letters introduces: <c>E'..'</c>,
    /// <c>N'..'</c>, <c>X'..'</c>, <c>_utf8'..'</c>.</summary>
    private readonly (SqlToken Kind, int Length) ReadWord()
    {
        int length = NameLength(0);
        if (At(length) == '\'')
        {
            bool escapes = dialect == SqlDialect.MySql || (length == 1 && _rest[0] is 'e' or 'E');
            return (SqlToken.Literal, QuotedLength(length, '\'', escapes));
        }

        if (length == 1 && _rest[0] is 'u' or 'U' && At(1) == '&' && At(2) == '\'')
            return (SqlToken.Literal, QuotedLength(2, '\'', escapes: false));
        return (SqlToken.Word, length);
    }

    private readonly int NameLength(int start)
    {
        int length = start;
        while (length < _rest.Length && IsNamePart(_rest[length]))
            length++;
        return length;
    }

    /// <summary>From the start of the token to the end of what is quoted; a doubled quote stands for itself.</summary>
    /// <param name="start">Index of the opening quote.</param>
    /// <param name="quote">The closing one.</param>
    /// <param name="escapes">Whether a backslash takes away the meaning of the next character.</param>
    private readonly int QuotedLength(int start, char quote, bool escapes)
    {
        for (int i = start + 1; i < _rest.Length; i++)
        {
            int next = escapes ? _rest[i..].IndexOfAny(quote, '\\') : _rest[i..].IndexOf(quote);
            if (next < 0)
                return _rest.Length;
            i += next;
            if (_rest[i] == quote && At(i + 1) != quote)
                return i + 1;
            i++;
        }

        return _rest.Length;
    }

    private readonly int LineLength()
    {
        int end = _rest.IndexOfAny('\r', '\n');
        return end < 0 ? _rest.Length : end;
    }

    /// <summary>A block, with the blocks that are in it, as PostgreSQL and SQL Server nest them.</summary>
    private readonly int BlockLength()
    {
        int depth = 1;
        for (int i = 2; i < _rest.Length - 1; i++)
        {
            if (_rest[i] == '*' && _rest[i + 1] == '/')
            {
                i++;
                if (--depth == 0 || dialect == SqlDialect.MySql)
                    return i + 1;
            }
            else if (_rest[i] == '/' && _rest[i + 1] == '*')
            {
                i++;
                depth++;
            }
        }

        return _rest.Length;
    }

    /// <summary>PostgreSQL: a parameter <c>$1</c>, or a text between <c>$$</c> and <c>$$</c>, or
    /// between <c>$tag$</c> and <c>$tag$</c>.</summary>
    private readonly (SqlToken Kind, int Length) ReadDollar()
    {
        if (IsDigit(1))
            return (SqlToken.Parameter, NameLength(1));
        int close = 1;
        while (char.IsLetterOrDigit(At(close)) || At(close) == '_')
            close++;
        if (At(close) != '$')
            return (SqlToken.Other, 1);
        ReadOnlySpan<char> tag = _rest[..(close + 1)];
        int end = _rest[tag.Length..].IndexOf(tag);
        return (SqlToken.Literal, end < 0 ? _rest.Length : end + (2 * tag.Length));
    }

    /// <summary><c>@id</c>, <c>@@version</c>, <c>:id</c>; but <c>::</c> and <c>:=</c> are operators.</summary>
    private readonly (SqlToken Kind, int Length) ReadParameter()
    {
        int start = At(1) == '@' && _rest[0] == '@' ? 2 : 1;
        if (_rest[0] == ':' && At(1) == ':')
            return (SqlToken.Other, 2);
        int length = NameLength(start);
        return length > start ? (SqlToken.Parameter, length) : (SqlToken.Other, 1);
    }
}
