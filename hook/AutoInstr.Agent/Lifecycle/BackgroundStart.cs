using System.Diagnostics;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>Something that is made on a thread of its own while the application starts.</summary>
/// <remarks>
/// Whoever needs it sooner waits, but not without end: it may be the application's own code, holding a lock that the making needs.
/// </remarks>
/// <typeparam name="T">What is made.</typeparam>
internal sealed class BackgroundStart<T>
    where T : class
{
    private readonly TaskCompletionSource _done = new();
    private readonly Func<T> _make;
    private readonly TimeSpan _patience;
    private readonly Action<LogLevel, string> _log;
    private volatile T? _value;
    private volatile bool _isLate;
    private int _thread;

    /// <summary>Begins to make it.</summary>
    /// <param name="make">Makes it; what it throws is logged.</param>
    /// <param name="patience">How long the first one who needs it waits.</param>
    /// <param name="log">Takes what there is to say.</param>
    public BackgroundStart(Func<T> make, TimeSpan patience, Action<LogLevel, string> log)
    {
        (_make, _patience, _log) = (make, patience, log);
        try
        {
            new Thread(Make) { IsBackground = true, Name = "AutoInstr start" }.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            // There can be no further thread.
            Make();
        }
    }

    /// <summary>Ends when it was made, or could not be.</summary>
    public Task Done => _done.Task;

    /// <summary>What was made, if it has been by now.</summary>
    public T? Made => _value;

    /// <summary>What was made; <see langword="null"/> when that failed or takes too long.</summary>
    public T? Value => _value ?? Wait();

    /// <summary>Waits for it, however late it is, and uses it unless that failed or took too long.</summary>
    /// <param name="timeout">Milliseconds that both may take.</param>
    /// <param name="use">Uses it, within the milliseconds that are left.</param>
    public void Use(int timeout, Action<T, int> use)
    {
        var started = Stopwatch.GetTimestamp();
        _done.Task.Wait(timeout);
        if (_value is { } value)
            use(value, Math.Max(0, timeout - (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds));
    }

    private T? Wait()
    {
        // What is being made may do something that is traced itself, and only the first one waits in vain.
        if (_thread == Environment.CurrentManagedThreadId || _isLate || _done.Task.Wait(_patience))
            return _value;
        _isLate = true;
        _log(LogLevel.Warn,
            $"the agent is not ready after {_patience.TotalMilliseconds:0} ms; what the application does until it is, is not traced");
        return null;
    }

    private void Make()
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            _value = _make();
        }
        catch (Exception exception)
        {
            _log(LogLevel.Error, Agent.Failure(exception));
        }
        finally
        {
            // The id may be another thread's later.
            _thread = 0;
            _done.SetResult();
        }
    }
}
