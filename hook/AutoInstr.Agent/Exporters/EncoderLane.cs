namespace AutoInstr.Agent.Exporters;

/// <summary>One of the ways into a queue, for the threads that run on one processor, with an encoder. One thread at a time is in
/// it.</summary>
/// <param name="createEncoder">Makes the encoder when there is something to encode.</param>
/// <typeparam name="TEncoder">What encodes.</typeparam>
internal class EncoderLane<TEncoder>(Func<TEncoder> createEncoder) : IDisposable
    where TEncoder : RecordEncoder
{
    private TEncoder? _encoder;
    private int _owner;

    /// <summary>The encoder.</summary>
    public TEncoder Encoder => _encoder ??= createEncoder();

    /// <summary>Whether this thread is in it already: the value of an attribute may run the application's code while it is
    /// encoded.</summary>
    public bool IsMine => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Goes in, unless another thread is there.</summary>
    public bool TryEnter() =>
        Volatile.Read(ref _owner) == 0 && Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, 0) == 0;

    /// <summary>Lets the next one in.</summary>
    public void Exit() => Volatile.Write(ref _owner, 0);

    /// <inheritdoc/>
    public void Dispose() => _encoder?.Dispose();
}
