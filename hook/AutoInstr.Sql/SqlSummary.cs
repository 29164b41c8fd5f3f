namespace AutoInstr.Sql;

/// <summary>Picks operations and their targets out of the tokens of a text of SQL: db.query.summary.</summary>
/// <remarks>Semantic conventions, database spans, "Generating a summary of the query". Names stay as they are written.</remarks>
/// <param name="buffer">Where to; what does not fit whole is left out.</param>
internal ref struct SqlSummary(Span<char> buffer)
{
    /// <summary>Characters of a summary, by the conventions.</summary>
    public const int MaxLength = 255;

    private readonly Span<char> _buffer = buffer;
    private int _length;
    private int _targetStart;
    private bool _isFull;

    private Expected _expected = Expected.Statement;
    private SqlKeyword _previous;

    /// <summary>Whether the next piece of a name belongs to the target just written: <c>dbo</c> <c>.</c> <c>Orders</c>.</summary>
    private bool _nameContinues;
    private bool _inName;

    private int _depth;

    /// <summary>Bit n: the parentheses at depth n hold an operation with a FROM, not the arguments of EXTRACT or SUBSTRING.</summary>
    private ulong _queries;

    /// <summary>Bit n: at depth n the list of a FROM is being read, where a comma announces another target.</summary>
    private ulong _lists;

    private enum Expected
    {
        /// <summary>The first word of a statement.</summary>
        Statement,
        /// <summary>What CREATE, ALTER or DROP is about: TABLE, INDEX...</summary>
        Kind,
        /// <summary>A name.</summary>
        Target,
        /// <summary>Nothing in particular.</summary>
        Anything,
    }

    /// <summary>Sees one token.</summary>
    public void Add(SqlToken kind, ReadOnlySpan<char> token)
    {
        switch (kind)
        {
            case SqlToken.Space or SqlToken.Comment:
                return;
            case SqlToken.Dot when _inName:
                Append(token, separate: false);
                _nameContinues = true;
                return;
            case SqlToken.Word or SqlToken.QuotedName when _nameContinues:
                Append(token, separate: false);
                _nameContinues = false;
                return;
        }

        _inName = _nameContinues = false;
        SqlKeyword keyword = SqlKeyword.None;
        switch (kind)
        {
            case SqlToken.Word:
                keyword = SqlKeywords.Classify(token);
                AddWord(keyword, token);
                break;
            case SqlToken.QuotedName when _expected == Expected.Target:
                AddTarget(token);
                break;
            case SqlToken.Open:
                _depth++;
                (_queries, _lists) = (_queries & ~Bit, _lists & ~Bit);
                _expected = _expected == Expected.Statement ? Expected.Statement : Expected.Anything;
                break;
            case SqlToken.Close:
                _depth = Math.Max(0, _depth - 1);
                break;
            case SqlToken.Comma when (_lists & Bit) != 0:
                _expected = Expected.Target;
                break;
            case SqlToken.Semicolon:
                (_depth, _queries, _lists, _expected) = (0, 0, 0, Expected.Statement);
                break;
            case SqlToken.Parameter or SqlToken.Literal:
                _expected = Expected.Anything;
                break;
        }

        _previous = keyword;
    }

    /// <summary>The summary, or <see langword="null"/> when nothing was found.</summary>
    public readonly string? ToText() => _length == 0 ? null : _buffer[.._length].ToString();

    private readonly ulong Bit => _depth < 64 ? 1UL << _depth : 0;

    private void AddWord(SqlKeyword keyword, ReadOnlySpan<char> word)
    {
        switch (_expected)
        {
            case Expected.Statement:
                AddOperation(keyword, word);
                return;
            case Expected.Kind when keyword is not (SqlKeyword.Modifier or SqlKeyword.Replace or SqlKeyword.TakesKind):
                Append(word);
                _expected = Expected.Target;
                return;
            case Expected.Target when keyword is not (SqlKeyword.Modifier or SqlKeyword.Into or SqlKeyword.Table or SqlKeyword.From
                or SqlKeyword.Select):
                AddTarget(word);
                return;
        }

        switch (keyword)
        {
            case SqlKeyword.Select:
                AddOperation(keyword, word);
                break;
            // Anywhere else these are clauses: FOR UPDATE, ON DELETE CASCADE, ON CONFLICT DO UPDATE, WHEN MATCHED THEN INSERT.
            case SqlKeyword.Insert or SqlKeyword.Update or SqlKeyword.Delete or SqlKeyword.Merge when (_queries & Bit) == 0
                && _previous is SqlKeyword.None or SqlKeyword.With:
                AddOperation(keyword, word);
                break;
            case SqlKeyword.From when (_queries & Bit) != 0 && _previous != SqlKeyword.Distinct:
                _expected = Expected.Target;
                _lists |= Bit;
                break;
            case SqlKeyword.Join or SqlKeyword.Into:
                _expected = Expected.Target;
                break;
            case SqlKeyword.EndOfFrom:
                _lists &= ~Bit;
                break;
        }
    }

    private void AddOperation(SqlKeyword keyword, ReadOnlySpan<char> word)
    {
        _lists &= ~Bit;
        if (keyword == SqlKeyword.With)
        {
            // WITH names queries that follow; it does nothing itself.
            _expected = Expected.Anything;
            return;
        }

        Append(word);
        if (keyword != SqlKeyword.TakesName)
            _queries |= Bit;
        _expected = keyword switch
        {
            SqlKeyword.Update or SqlKeyword.Merge or SqlKeyword.Insert or SqlKeyword.Replace or SqlKeyword.TakesName => Expected.Target,
            SqlKeyword.TakesKind => Expected.Kind,
            SqlKeyword.Explain => Expected.Statement,
            _ => Expected.Anything,
        };
    }

    private void AddTarget(ReadOnlySpan<char> name)
    {
        _targetStart = _length;
        Append(name);
        _inName = true;
        _expected = Expected.Anything;
    }

    private void Append(ReadOnlySpan<char> text, bool separate = true)
    {
        int blank = separate && _length > 0 ? 1 : 0;
        if (_isFull || _length + blank + text.Length > _buffer.Length)
        {
            _isFull = true;
            if (!separate)
                _length = _targetStart;
            return;
        }

        if (blank > 0)
            _buffer[_length++] = ' ';
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }
}
