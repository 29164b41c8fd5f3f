namespace AutoInstr.Agent.Exporters;

/// <summary>Encoders for whoever ends a span: as many are kept as the machine has cores, not one for each thread.</summary>
/// <param name="create">Makes an encoder.</param>
internal sealed class EncoderPool(Func<SpanEncoder> create) : IDisposable
{
    private readonly SpanEncoder?[] _encoders = new SpanEncoder?[Environment.ProcessorCount];

    /// <summary>Takes an encoder out.</summary>
    public SpanEncoder Take() => Interlocked.Exchange(ref Place, null) ?? create();

    /// <summary>Puts one back.</summary>
    public void Return(SpanEncoder encoder) => Interlocked.Exchange(ref Place, encoder)?.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = 0; i < _encoders.Length; i++)
            Interlocked.Exchange(ref _encoders[i], null)?.Dispose();
    }

    private ref SpanEncoder? Place => ref _encoders[(uint)Thread.GetCurrentProcessorId() % (uint)_encoders.Length];
}
