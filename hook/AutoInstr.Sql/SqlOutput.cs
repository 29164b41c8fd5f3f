namespace AutoInstr.Sql;

/// <summary>Writes the tokens of a text of SQL back, without what may be private.</summary>
/// <param name="buffer">Where to; what does not fit is left out.</param>
internal ref struct SqlOutput(Span<char> buffer)
{
    private readonly Span<char> _buffer = buffer;
    private int _length;
    private int _listDepth;
    private bool _afterIn;

    /// <summary>Whether there is room for nothing more.</summary>
    public readonly bool IsFull => _length == _buffer.Length;

    /// <summary>Writes one token.</summary>
    public void Add(SqlToken kind, ReadOnlySpan<char> token)
    {
        switch (kind)
        {
            case SqlToken.Literal:
                if (_listDepth == 0 || !FoldIntoList())
                    Write("?");
                break;
            case SqlToken.Comment:
                if (_length > 0 && !char.IsWhiteSpace(_buffer[_length - 1]))
                    Write(" ");
                break;
            case SqlToken.Space:
                Write(token);
                return;
            case SqlToken.Open:
                if (_afterIn || _listDepth > 0)
                    _listDepth++;
                Write(token);
                break;
            case SqlToken.Close:
                if (_listDepth > 0)
                    _listDepth--;
                Write(token);
                break;
            default:
                Write(token);
                break;
        }

        _afterIn = kind == SqlToken.Word && token.Equals("IN", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The text written.</summary>
    /// <param name="original">Given back as it is when nothing was taken out.</param>
    public readonly string ToText(string original)
    {
        ReadOnlySpan<char> written = _buffer[.._length].TrimEnd();
        return written.SequenceEqual(original) ? original : written.ToString();
    }

    /// <summary>Makes <c>IN (?, ?, ?)</c> into <c>IN (?)</c>: how many there are says nothing and makes texts long and many.</summary>
    private bool FoldIntoList()
    {
        ReadOnlySpan<char> before = _buffer[.._length].TrimEnd();
        if (before.IsEmpty || before[^1] != ',')
            return false;
        before = before[..^1].TrimEnd();
        if (before.IsEmpty || before[^1] != '?')
            return false;
        _length = before.Length;
        return true;
    }

    private void Write(ReadOnlySpan<char> text)
    {
        int fits = Math.Min(text.Length, _buffer.Length - _length);
        text[..fits].CopyTo(_buffer[_length..]);
        _length += fits;
    }
}
