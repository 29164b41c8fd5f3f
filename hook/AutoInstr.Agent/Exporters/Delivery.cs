using System.Diagnostics;
using System.Globalization;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Exporters;

/// <summary>What became of an exporter's batches: says once why they do not arrive, and once that they do again.</summary>
/// <param name="target">Where they go.</param>
/// <param name="log">Takes what there is to say.</param>
internal sealed class Delivery(ExportTarget target, Action<LogLevel, string> log)
{
    /// <summary>A receiver whose messages are never the same, or that comes and goes, must not fill the log.</summary>
    private const int MostRemarks = 20;

    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _remarks = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpResponseMessage? _response;
    private Exception? _exception;
    private long _delivered;
    private long _undelivered;
    private long _undeliveredInARow;
    private long _started;
    private int _failuresSaid;
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

    /// <summary>Is completed when the process ends: nothing is waited for any more that may not come.</summary>
    public Task Ending => _ending.Task;

    /// <summary>The export of a batch begins.</summary>
    public void Begin() => (_response, _exception, _started) = (null, null, Stopwatch.GetTimestamp());

    /// <summary>The request for the batch, or the last one of several, was answered.</summary>
    public void Note(HttpResponseMessage response) => (_response, _exception) = (response, null);

    /// <summary>The request for the batch, or the last one of several, failed.</summary>
    public void Note(Exception exception) => (_response, _exception) = (null, exception);

    /// <summary>The process ends, as soon as what there is has been sent.</summary>
    public void BeginEnd() => _ending.TrySetResult();

    /// <summary>The process ends: a request that is cut off from now on was not too slow.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Says what needs to be said of a configuration that turned out wrong.</summary>
    public void Warn(string message) => log(LogLevel.Warn, message);

    /// <summary>The export of a batch ended.</summary>
    /// <param name="isSent">Whether the exporter says that the batch is out of our hands.</param>
    /// <param name="items">Items in the batch.</param>
    public void End(bool isSent, long items)
    {
        // The answer is looked at here, when it has been read to its end: a gRPC status comes last.
        var failure = _exception is not null ? FailureReason.Of(_exception, target, _hasDelivered, _isStopping)
            : _response is not null ? FailureReason.Of(_response, target)
            : null;
        if (failure is null && !isSent)
            failure = "the batch could not be written";
        if (failure is null)
            Arrived(items);
        else
            Failed(failure, target.KeepsBatches && isSent, items);
        Exported?.Invoke(Stopwatch.GetElapsedTime(_started).TotalSeconds, failure is null ? null : ErrorType());
    }

    /// <summary>Why, in one of few words: https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/.</summary>
    private string ErrorType() =>
        _exception is not null ? _exception.GetType().FullName!
        : _response is { IsSuccessStatusCode: false } ? ((int)_response.StatusCode).ToString(CultureInfo.InvariantCulture)
        : "_OTHER";

    private void Arrived(long items)
    {
        _hasDelivered = true;
        Recovered();
        if (_response?.Content is AnswerContent answer && PartialSuccess.Read(answer.Beginning, target.IsGrpc) is { } partial)
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

    /// <param name="failure">Why.</param>
    /// <param name="kept">Whether the exporter keeps the batch and sends it again later.</param>
    /// <param name="items">Items in the batch.</param>
    private void Failed(string failure, bool kept, long items)
    {
        if (!kept)
        {
            Volatile.Write(ref _undelivered, _undelivered + items);
            _undeliveredInARow += items;
        }
        if (_exception is not null)
            log(LogLevel.Debug, $"{target.Exporter}: {_exception}");
        if (_said.Add(failure) && _failuresSaid++ < MostRemarks)
            log(LogLevel.Error, $"{target.Exporter}: {target.Signal.Data} do not arrive at {target.Address}: {failure}");
    }
}
