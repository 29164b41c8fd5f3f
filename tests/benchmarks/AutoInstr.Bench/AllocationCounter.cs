using System.Diagnostics.Tracing;

using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace AutoInstr.Bench;

/// <summary>Counts what a process allocates on its managed heap, from outside: the runtime's own <c>alloc-rate</c> counter over its
/// diagnostics
/// socket.</summary>
/// <remarks>The counter ticks every second, so a count begins and ends on a tick, with the process idle there.</remarks>
sealed class AllocationCounter : IAsyncDisposable
{
    private readonly EventPipeSession _session;
    private readonly EventPipeEventSource _source;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private double _bytes;
    private TaskCompletionSource _tick = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to count.</summary>
    public AllocationCounter(int process)
    {
        var counters = new EventPipeProvider("System.Runtime", EventLevel.Informational, (long)EventKeywords.None,
            new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" });
        _session = new DiagnosticsClient(process).StartEventPipeSession([counters], requestRundown: false);
        _source = new EventPipeEventSource(_session.EventStream);
        _source.Dynamic.All += OnEvent;
        _reading = Task.Run(_source.Process);
    }

    /// <summary>Waits for the next two ticks: after the second one everything allocated before this call is counted.</summary>
    /// <returns>The bytes allocated so far.</returns>
    public async Task<double> CountAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < 2; i++)
        {
            Task tick;
            lock (_lock)
                tick = _tick.Task;
            await tick.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        }
        lock (_lock)
            return _bytes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
        _source.Dispose();
        _session.Dispose();
    }

    private void OnEvent(TraceEvent data)
    {
        if (data.EventName != "EventCounters" || data.PayloadValue(0) is not IDictionary<string, object> outer ||
            outer["Payload"] is not IDictionary<string, object> counter || counter["Name"] is not "alloc-rate")
            return;
        TaskCompletionSource tick;
        lock (_lock)
        {
            _bytes += Convert.ToDouble(counter["Increment"], null);
            tick = _tick;
            _tick = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        tick.SetResult();
    }
}
