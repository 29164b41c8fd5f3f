namespace AutoInstr.Agent.Exporters;

/// <summary>The ways into a queue: one for each processor, so that threads do not meet; only one where records are to stay in the order
/// in which they ended.</summary>
/// <typeparam name="TLane">A way.</typeparam>
/// <typeparam name="TEncoder">What encodes.</typeparam>
internal sealed class EncoderLanes<TLane, TEncoder> : IDisposable
    where TLane : EncoderLane<TEncoder>
    where TEncoder : RecordEncoder
{
    private readonly Func<bool, TLane> _create;

    /// <summary>Makes them.</summary>
    /// <param name="create">Makes one; for a moment only, or one of those that stay.</param>
    public EncoderLanes(Func<bool, TLane> create)
    {
        _create = create;
        var first = create(true);
        // The first encoder loads what encoding needs, and that is no business of a request.
        var count = first.Encoder.TellsScopesApart ? Math.Max(2, Environment.ProcessorCount) : 1;
        All = new TLane[count];
        All[0] = first;
        for (var i = 1; i < count; i++)
            All[i] = create(true);
    }

    /// <summary>Those that stay.</summary>
    public TLane[] All { get; }

    /// <summary>Goes into one of them.</summary>
    public TLane Enter()
    {
        var wait = new SpinWait();
        for (var i = Thread.GetCurrentProcessorId(); ; i++)
        {
            var lane = All[(uint)i % (uint)All.Length];
            if (lane.TryEnter())
                return lane;
            if (lane.IsMine)
                return _create(false);
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in All)
            lane.Dispose();
    }
}
