namespace AutoInstr.Agent.Exporters;

/// <summary>Encoded records of one instrumentation scope, one after the other.</summary>
/// <remarks>Pieces, not one growing array: that would leave arrays behind which only a full garbage collection takes.</remarks>
/// <param name="header">What a request says once of the scope.</param>
internal sealed class ScopeRecords(byte[] header)
{
    private const int PieceSize = 16 * 1024;
    private const int MostKeptPieces = 64;

    private readonly List<(byte[] Bytes, int Length)> _pieces = [];
    private int _last = -1;

    /// <summary>What a request says once of the scope.</summary>
    public ReadOnlySpan<byte> Header => header;

    /// <summary>How many bytes the records have.</summary>
    public int Length { get; private set; }

    /// <summary>How many pieces there are; no record is in two of them.</summary>
    public int Pieces => _last + 1;

    /// <summary>The records of a piece.</summary>
    public ReadOnlySpan<byte> Piece(int index) => _pieces[index].Bytes.AsSpan(0, _pieces[index].Length);

    /// <summary>Adds an encoded record.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        if (_last < 0 || _pieces[_last].Bytes.Length - _pieces[_last].Length < record.Length)
            Begin(record.Length);
        var (bytes, length) = _pieces[_last];
        record.CopyTo(bytes.AsSpan(length));
        _pieces[_last] = (bytes, length + record.Length);
        Length += record.Length;
    }

    /// <summary>Copies all records.</summary>
    public void CopyTo(Span<byte> destination)
    {
        for (var i = 0; i < Pieces; i++)
        {
            Piece(i).CopyTo(destination);
            destination = destination[_pieces[i].Length..];
        }
    }

    /// <summary>Empties it. What an unusual load needed is not kept.</summary>
    public void Clear()
    {
        (Length, _last) = (0, -1);
        _pieces.RemoveAll(static piece => piece.Bytes.Length > PieceSize);
        if (_pieces.Count > MostKeptPieces)
            _pieces.RemoveRange(MostKeptPieces, _pieces.Count - MostKeptPieces);
        for (var i = 0; i < _pieces.Count; i++)
            _pieces[i] = (_pieces[i].Bytes, 0);
    }

    private void Begin(int size)
    {
        _last++;
        if (size > PieceSize || _last == _pieces.Count)
            _pieces.Insert(_last, (new byte[Math.Max(PieceSize, size)], 0));
    }
}
