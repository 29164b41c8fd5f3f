using OpenTelemetry;

namespace AutoInstr.Agent.Exporters.Disk;

/// <summary>Sends what a buffer keeps, one request after the other, the oldest first.</summary>
/// <param name="buffer">The buffer.</param>
/// <param name="sender">Sends, with the configured headers.</param>
/// <param name="address">The complete address.</param>
/// <param name="delivery">Is told what has become of the requests.</param>
internal sealed class BufferDrain(DiskBuffer buffer, HttpMessageInvoker sender, Uri address, Delivery delivery) : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private int _isRunning;
    private volatile bool _isAway;
    private volatile bool _isClosed;
    private Task _run = Task.CompletedTask;

    /// <summary>Whether the receiver did not take the last request, for a reason that may pass.</summary>
    public bool IsAway => _isAway;

    /// <summary>When the process ends, nobody waits for a receiver that is not there.</summary>
    private bool IsOver => _isClosed || (_isAway && delivery.Ending.IsCancellationRequested);

    /// <summary>The receiver did not take a request, which the buffer keeps.</summary>
    public void ReceiverIsAway()
    {
        _isAway = true;
        Start();
    }

    /// <summary>Begins to send what there is, if there is something.</summary>
    public void Start()
    {
        if (IsOver || buffer.Count == 0 || Interlocked.Exchange(ref _isRunning, 1) != 0)
            return;
        // What is current where a batch is exported is none of its business.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _run = Task.Run(RunAsync);
    }

    /// <summary>Sends nothing more. Without the answer to what is under way the next process would send that once more, and so would
    /// every other one that ends so soon.</summary>
    /// <param name="timeout">Milliseconds that it may take; -1 for any time.</param>
    public void Close(int timeout)
    {
        _isClosed = true;
        var longest = (int)BufferHandler.LastPatience.TotalMilliseconds;
        if (!_isAway)
            _run.Wait(timeout < 0 ? longest : Math.Min(timeout, longest));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.Cancel();
        sender.Dispose();
    }

    private async Task RunAsync()
    {
        // Nothing that is sent here may become a span or a log record.
        using var scope = SuppressInstrumentationScope.Begin();
        var isEmpty = false;
        try
        {
            isEmpty = await SendAllAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            delivery.Warn(
                $"otlp: what is kept on the disk is not sent ({exception.GetType().Name}: {exception.Message}); please report this");
        }
        Volatile.Write(ref _isRunning, 0);
        // One that was added just now has found this running.
        if (isEmpty)
            Start();
    }

    /// <returns>Whether nothing is left.</returns>
    private async Task<bool> SendAllAsync()
    {
        var backoff = new Backoff();
        if (_isAway)
            await WaitAsync(backoff.Next(null)).ConfigureAwait(false);
        while (buffer.Oldest() is { } request)
        {
            if (IsOver || _disposed.IsCancellationRequested)
                return false;
            if (await TrySendAsync(request, backoff).ConfigureAwait(false) is { } wait)
            {
                _isAway = true;
                await WaitAsync(wait).ConfigureAwait(false);
                continue;
            }
            buffer.RemoveOldest();
            (_isAway, backoff) = (false, new Backoff());
        }
        return true;
    }

    /// <returns>How long to wait before it is sent again; <see langword="null"/> when it is settled.</returns>
    private async Task<TimeSpan?> TrySendAsync(BufferedRequest request, Backoff backoff)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
        if (delivery.Target.Timeout > TimeSpan.Zero)
            limit.CancelAfter(delivery.Target.Timeout);
        try
        {
            using var message = request.ToRequest(address, delivery.Target.IsGrpc);
            using var response = await sender.SendAsync(message, limit.Token).ConfigureAwait(false);
            // A gRPC status comes last.
            if (AnswerContent.Replace(response) is { } answer)
                await answer.ReadAheadAsync(limit.Token).ConfigureAwait(false);
            if (TransientFailure.Is(response, delivery.Target.IsGrpc, out var asked))
            {
                delivery.StaysKept(response, null);
                return backoff.Next(asked);
            }
            delivery.SettleKept(request.Items, response);
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!_disposed.IsCancellationRequested)
                delivery.StaysKept(null, exception);
            return backoff.Next(null);
        }
    }

    private async Task WaitAsync(TimeSpan time)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(delivery.Ending, _disposed.Token);
        await Task.Delay(time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
