using System.Diagnostics;
using AutoInstr.Agent.Exporters.Disk;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>Exports the batches of a queue from a thread of its own.</summary>
/// <remarks>
/// The exporter is built with the first batch, on that thread. So the start of the application does not pay for HttpClient, and
/// whatever goes wrong while building or exporting stays there and is told once.
/// </remarks>
internal sealed class BatchSender : IDisposable
{
    private readonly BatchQueue _queue;
    private readonly Func<Delivery, BatchExporter> _createExporter;
    private readonly Thread _thread;
    private volatile BatchExporter? _exporter;

    /// <summary>Starts the thread.</summary>
    /// <param name="queue">The queue; it is disposed with this.</param>
    /// <param name="target">Where the batches go.</param>
    /// <param name="createExporter">Makes what sends them.</param>
    /// <param name="log">Takes what there is to say.</param>
    public BatchSender(
        BatchQueue queue, ExportTarget target, Func<Delivery, BatchExporter> createExporter, Action<LogLevel, string> log)
    {
        (_queue, _createExporter) = (queue, createExporter);
        Delivery = new Delivery(target, log);
        _thread = new Thread(Run) { IsBackground = true, Name = $"AutoInstr {target.Signal.Name} {target.Exporter}" };
        _thread.UnsafeStart();
    }

    /// <summary>What becomes of the batches.</summary>
    public Delivery Delivery { get; }

    /// <summary>What the queue and the way out did with the records.</summary>
    public BatchQueue Queue => _queue;

    /// <summary>Records that were to be exported and did not arrive.</summary>
    public long Undelivered => Delivery.Undelivered + _queue.Unencoded;

    /// <summary>Sends what there is, as the process is about to end.</summary>
    /// <param name="timeout">Milliseconds that it may take, or -1 for any time.</param>
    /// <returns>Whether it did.</returns>
    public bool Flush(int timeout)
    {
        Delivery.BeginEnd();
        return _queue.Flush(timeout);
    }

    /// <summary>Sends what there is, and nothing after it.</summary>
    /// <param name="timeout">Milliseconds that it may take, or -1 for any time.</param>
    /// <returns>Whether it did.</returns>
    public bool ShutDown(int timeout)
    {
        var started = Stopwatch.GetTimestamp();
        Delivery.BeginEnd();
        _queue.Close();
        var isDone = _thread.Join(timeout);
        Delivery.Stop(Left(timeout, started));
        _exporter?.ShutDown(Left(timeout, started));
        return isDone;
    }

    private static int Left(int timeout, long started) =>
        timeout < 0 ? Timeout.Infinite : Math.Max(0, timeout - (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);

    /// <summary>What was lost.</summary>
    public Losses Losses
    {
        get
        {
            var (undelivered, ended, _) = Delivery.Counts;
            return new Losses(Delivery.Target)
            {
                Full = _queue.Dropped,
                Undelivered = undelivered + _queue.Unencoded,
                OnTheirWay = Math.Max(0, _queue.LetIn - ended),
                Late = _queue.Late,
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Close();
        _exporter?.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        // Nothing the exporter does itself may become a span or a log record.
        using var scope = SuppressInstrumentationScope.Begin();
        SendLeftBehind();
        while (_queue.Next() is { } batch)
        {
            Export(batch);
            _queue.Return(batch);
        }
    }

    /// <summary>What an earlier process left on the disk does not wait for this one's first batch.</summary>
    private void SendLeftBehind()
    {
        try
        {
            if (DiskBuffer.HasAny(Delivery.Target))
                _exporter ??= _createExporter(Delivery);
        }
        catch (Exception exception)
        {
            // The first batch will say why.
            Log.Debug($"{Delivery.Target.Exporter}: {exception}");
        }
    }

    private void Export(EncodedBatch batch)
    {
        Delivery.Begin(batch.Count);
        var isSent = false;
        try
        {
            isSent = (_exporter ??= _createExporter(Delivery)).Export(batch);
        }
        catch (Exception exception)
        {
            // An exception that leaves this thread would end the process.
            Delivery.Note(exception);
        }
        Delivery.End(isSent);
    }
}
