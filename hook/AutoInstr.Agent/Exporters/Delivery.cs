using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Exporters;

/// <summary>What became of an exporter's batches: says once why they do not arrive, and once that they do again.</summary>
/// <param name="target">Where they go.</param>
/// <param name="log">Takes what there is to say.</param>
[SuppressMessage("Design", "CA1001", Justification = "Who waits for the end of the process does so until then, and there is no timer.")]
internal sealed class Delivery(ExportTarget target, Action<LogLevel, string> log)
{
    /// <summary>A receiver whose messages are never the same, or that comes and goes, must not fill the log.</summary>
    private const int MostRemarks = 20;

    private readonly object _gate = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _remarks = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private HttpResponseMessage? _response;
    private Exception? _exception;
    private long _delivered;
    private long _undelivered;
    private long _undeliveredInARow;
    private long _started;
    private int _failuresSaid;
    private bool _isKept;
    private bool _isExporting;
    private long _ended;
    private bool _hasDelivered;
    private volatile bool _isStopping;

    /// <summary>Where the batches go.</summary>
    public ExportTarget Target => target;

    /// <summary>Items that arrived.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Items that did not arrive.</summary>
    public long Undelivered => Volatile.Read(ref _undelivered);

    /// <summary>Hears how many seconds each export took, and why it failed if it did.</summary>
    public Action<double, string?>? Exported { get; set; }

    /// <summary>Hears that nothing more is to be sent beside the batches, and how many milliseconds the answer to what is under way may
    /// take.</summary>
    public Action<int>? Stopping { get; set; }

    /// <summary>Is cancelled when the process ends: nothing is waited for any more that may not come.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Items in the batch that is being exported.</summary>
    public long Items { get; private set; }

    /// <summary>Items of one moment: those that did not arrive, those of exports that have ended, and those of the one that goes
    /// on.</summary>
    public (long Undelivered, long Ended, long UnderWay) Counts
    {
        get
        {
            lock (_gate)
                return (_undelivered, _ended, _isExporting ? Items : 0);
        }
    }

    /// <summary>The export of a batch begins.</summary>
    /// <param name="items">Items in the batch.</param>
    public void Begin(long items)
    {
        lock (_gate)
            (Items, _isExporting) = (items, true);
        (_isKept, _response, _exception, _started) = (false, null, null, Stopwatch.GetTimestamp());
    }

    /// <summary>The request for the batch, or the last one of several, was answered.</summary>
    public void Note(HttpResponseMessage response) => (_response, _exception) = (response, null);

    /// <summary>The request for the batch, or the last one of several, failed.</summary>
    public void Note(Exception exception) => (_response, _exception) = (null, exception);

    /// <summary>The batch is kept on the disk, to be sent later.</summary>
    public void NoteKept() => _isKept = true;

    /// <summary>The process ends, as soon as what there is has been sent.</summary>
    public void BeginEnd() => _ending.Cancel();

    /// <summary>The process ends: a request that is cut off from now on was not too slow.</summary>
    /// <param name="timeout">Milliseconds that the answers to what is under way may take.</param>
    public void Stop(int timeout)
    {
        _isStopping = true;
        Stopping?.Invoke(timeout);
    }

    /// <summary>Says, once, what is wrong with a file that is used.</summary>
    public void Warn(string message)
    {
        lock (_gate)
        {
            if (_remarks.Count < MostRemarks && _remarks.Add(message))
                log(LogLevel.Warn, message);
        }
    }

    /// <summary>The export of a batch ended.</summary>
    /// <param name="isSent">Whether the exporter says that the batch is out of our hands.</param>
    public void End(bool isSent)
    {
        // The answer is looked at here, when it has been read to its end: a gRPC status comes last.
        var failure = _exception is not null ? FailureReason.Of(_exception, target, _hasDelivered, _isStopping)
            : _response is not null ? FailureReason.Of(_response, target)
            : null;
        if (failure is null && !isSent && !_isKept)
            failure = "the batch could not be written";
        lock (_gate)
        {
            if (failure is not null)
                Failed(failure);
            else if (!_isKept)
                Arrived(Items, _response);
            _isExporting = false;
            _ended += Items;
        }
        Exported?.Invoke(Stopwatch.GetElapsedTime(_started).TotalSeconds, failure is null ? null : ErrorType());
    }

    /// <summary>A batch that was kept on the disk has been sent, beside the one that is being exported.</summary>
    /// <param name="items">Items in it.</param>
    /// <param name="response">The answer, which does not say that it may be taken later.</param>
    public void SettleKept(long items, HttpResponseMessage response)
    {
        var failure = FailureReason.Of(response, target);
        lock (_gate)
        {
            if (failure is null)
            {
                Arrived(items, response);
                return;
            }
            Lost(items);
            Say(failure, "");
        }
    }

    /// <summary>A batch that is kept on the disk was tried and stays there: a process that finds it full says so as well.</summary>
    /// <param name="response">The answer, which says that it may be taken later, or <see langword="null"/>.</param>
    /// <param name="exception">Why there was none, or <see langword="null"/>.</param>
    public void StaysKept(HttpResponseMessage? response, Exception? exception)
    {
        var failure = exception is not null ? FailureReason.Of(exception, target, _hasDelivered, _isStopping)
            : FailureReason.Of(response!, target);
        lock (_gate)
        {
            if (failure is not null && !Ending.IsCancellationRequested)
                Say(failure, Consequence);
        }
    }

    private string Consequence => $" (kept in {target.BufferDirectory} and sent later)";

    /// <summary>Why, in one of few words: https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/.</summary>
    private string ErrorType() =>
        _exception is not null ? _exception.GetType().FullName!
        : _response is { IsSuccessStatusCode: false } ? ((int)_response.StatusCode).ToString(CultureInfo.InvariantCulture)
        : "_OTHER";

    private void Arrived(long items, HttpResponseMessage? response)
    {
        _hasDelivered = true;
        Recovered();
        if (response?.Content is AnswerContent answer && PartialSuccess.Read(answer.Beginning, target.IsGrpc) is { } partial)
            items -= Rejected(partial, items);
        Volatile.Write(ref _delivered, _delivered + items);
    }

    private long Rejected(PartialSuccess partial, long items)
    {
        var rejected = Math.Min(partial.Rejected, items);
        Volatile.Write(ref _undelivered, _undelivered + rejected);
        if (_remarks.Count == MostRemarks || !_remarks.Add(FailureReason.Shortened(partial.Message)))
            return rejected;
        var kind = target.Signal.Items;
        var what = rejected > 0 ? $"rejected {rejected} of {items} {kind}" : $"took all {kind} with a remark";
        var why = partial.Message.Length > 0 ? FailureReason.Shortened(partial.Message) : "no reason is given";
        log(LogLevel.Warn, $"{target.Exporter}: the receiver at {target.Address} {what}: {why}");
        return rejected;
    }

    private void Recovered()
    {
        if (_said.Count == 0)
            return;
        log(LogLevel.Info, $"{target.Exporter}: {target.Signal.Data} arrive again at {target.Address}; {_undeliveredInARow} did not");
        _said.Clear();
        _undeliveredInARow = 0;
    }

    private void Failed(string failure)
    {
        if (!_isKept)
            Lost(Items);
        if (_exception is not null)
            log(LogLevel.Debug, $"{target.Exporter}: {_exception}");
        Say(failure, _isKept ? Consequence : "");
    }

    private void Lost(long items)
    {
        Volatile.Write(ref _undelivered, _undelivered + items);
        _undeliveredInARow += items;
    }

    private void Say(string failure, string consequence)
    {
        if (_said.Add(failure) && _failuresSaid++ < MostRemarks)
            log(LogLevel.Error, $"{target.Exporter}: {target.Signal.Data} do not arrive at {target.Address}: {failure}{consequence}");
    }
}
