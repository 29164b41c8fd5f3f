using System.Diagnostics;
using AutoInstr.Agent.Exporters;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>What is exported when the process ends: of all signals side by side, so that a receiver that does not answer holds the end
/// up only once.</summary>
/// <param name="pipelines">The signals.</param>
/// <param name="timeout">Milliseconds that the end may be held up.</param>
internal sealed class LastExports(IReadOnlyList<IPipeline> pipelines, int timeout)
{
    /// <summary>Milliseconds for what comes after the time is up, such as saying what was lost.</summary>
    private const int Grace = 500;

    private readonly int _timeout = timeout;
    private int _flushTimeLeft = timeout;

    /// <summary>Sends what there is. Several such calls hold the process up no longer than one may.</summary>
    public void Flush()
    {
        var started = Stopwatch.GetTimestamp();
        SideBySide(Math.Max(0, _flushTimeLeft), static (pipeline, time) => pipeline.Flush(time));
        Interlocked.Add(ref _flushTimeLeft, -(int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Sends what there is, and nothing after it; says in one line what was lost.</summary>
    public void ShutDown()
    {
        SideBySide(_timeout, static (pipeline, time) => pipeline.ShutDown(time));
        if (Losses.Line(pipelines.SelectMany(static pipeline => pipeline.Losses)) is { } line)
            Log.Warn(line);
    }

    /// <summary>On threads of our own: there may be none left in the pool, and not every export keeps to its time.</summary>
    private void SideBySide(int time, Action<IPipeline, int> action)
    {
        var started = Stopwatch.GetTimestamp();
        var threads = new List<Thread>();
        foreach (var pipeline in pipelines)
        {
            var thread = new Thread(() => ProcessEnd.Guarded(() => action(pipeline, time)))
            {
                IsBackground = true,
                Name = "AutoInstr end",
            };
            try
            {
                thread.UnsafeStart();
                threads.Add(thread);
            }
            catch (OutOfMemoryException)
            {
                // There can be no further thread.
                action(pipeline, time);
            }
        }
        foreach (var thread in threads)
            thread.Join(Math.Max(0, time - (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds) + Grace);
    }
}
