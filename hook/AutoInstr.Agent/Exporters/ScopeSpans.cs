namespace AutoInstr.Agent.Exporters;

/// <summary>Encoded spans of one instrumentation scope, one after the other.</summary>
/// <param name="header">What a request says once of the scope.</param>
internal sealed class ScopeSpans(byte[] header)
{
    private const int FirstCapacity = 4096;
    private const int LargestKeptCapacity = 1024 * 1024;

    private byte[] _spans = [];
    private int _length;

    /// <summary>What a request says once of the scope.</summary>
    public ReadOnlySpan<byte> Header => header;

    /// <summary>The spans.</summary>
    public ReadOnlySpan<byte> Spans => _spans.AsSpan(0, _length);

    /// <summary>Adds an encoded span.</summary>
    public void Add(ReadOnlySpan<byte> span)
    {
        if (_spans.Length - _length < span.Length)
            Array.Resize(ref _spans, Math.Max(_length + span.Length, Math.Max(FirstCapacity, 2 * _spans.Length)));
        span.CopyTo(_spans.AsSpan(_length));
        _length += span.Length;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _length = 0;
        if (_spans.Length > LargestKeptCapacity)
            _spans = [];
    }
}
