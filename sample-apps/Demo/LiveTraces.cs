using System.Collections.Concurrent;

using AutoInstr.Viewer;
using AutoInstr.Viewer.Collect;

namespace AutoInstr.Demo;

/// <summary>Shows traces as they are complete.</summary>
sealed class LiveTraces
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly OtlpReceiver _receiver;
    private readonly ConcurrentQueue<string> _touched = new();

    /// <summary>Begins to note what the receiver gets from now on.</summary>
    public LiveTraces(OtlpReceiver receiver)
    {
        _receiver = receiver;
        receiver.Received += batch =>
        {
            foreach (var span in batch.Spans)
                _touched.Enqueue(span.TraceId);
        };
    }

    /// <summary>Shows them until it is told to stop.</summary>
    public async Task ShowAsync(TraceTree tree, TextWriter output, CancellationToken stop)
    {
        var completion = new TraceCompletion(TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Pace, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (_touched.TryDequeue(out var id))
                completion.Touch(id);
            foreach (var trace in completion.TakeDue(_receiver.Store.Find))
                await output.WriteAsync("\n" + tree.Render(trace));
        }
    }
}
