namespace AutoInstr.Patching.Runtime;

/// <summary>What runs a finalizer when an asynchronous call completes, rather than when it returns.</summary>
internal abstract unsafe class AsyncFinalizer
{
    private static readonly object Gate = new();
    private static AsyncFinalizer[] _all = [];

    /// <summary>The address that a woven method calls when the original has returned: with the result, by reference, the number
    /// from <see cref="Register"/> and what is captured.</summary>
    public static nint ReturnedFunction { get; } = (nint)(delegate*<ref byte, int, object?, object?, object?, object?, void>)&Returned;

    /// <summary>The address that it calls when the original has thrown, with the exception in the place of the result.</summary>
    public static nint ThrownFunction { get; } = (nint)(delegate*<Exception, int, object?, object?, object?, object?, void>)&Thrown;

    /// <summary>Gives a finalizer a number.</summary>
    public static int Register(AsyncFinalizer finalizer)
    {
        lock (Gate)
        {
            _all = [.. _all, finalizer];
            return _all.Length - 1;
        }
    }

    /// <summary>The original has returned.</summary>
    /// <param name="result">What it returned; may be replaced by what means the same.</param>
    /// <param name="captured">What is passed on.</param>
    protected abstract void OnReturned(ref byte result, in Captured captured);

    /// <summary>Lets another one do it.</summary>
    protected static void Forward(AsyncFinalizer other, ref byte result, in Captured captured) => other.OnReturned(ref result, captured);

    /// <summary>It failed before it could return anything.</summary>
    protected abstract void OnThrown(Exception exception, in Captured captured);

    private static void Returned(ref byte result, int number, object? first, object? second, object? third, object? fourth) =>
        _all[number].OnReturned(ref result, new Captured(first, second, third, fourth));

    private static void Thrown(Exception exception, int number, object? first, object? second, object? third, object? fourth) =>
        _all[number].OnThrown(exception, new Captured(first, second, third, fourth));
}

/// <summary>The same, with the call that it ends in.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="call">The call.</param>
internal abstract class AsyncFinalizer<T>(FinalizerCall<T> call) : AsyncFinalizer
{
    /// <summary>The call.</summary>
    protected FinalizerCall<T> Call { get; } = call;

    /// <inheritdoc/>
    protected override void OnThrown(Exception exception, in Captured captured) => Call.Invoke(captured, exception, default);

    /// <summary>Runs the finalizer when a task has completed: now, when it has already.</summary>
    protected void OnCompleted(Task task, in Captured captured)
    {
        if (task.IsCompleted)
            Finish(task, captured);
        else
            Wait(task, captured);
    }

    /// <summary>The first continuation of a task runs first, on the thread that completes it: before the caller's own.</summary>
    private void Wait(Task task, Captured captured) => task.ContinueWith(
        static (completed, state) =>
        {
            var (finalizer, captured) = (Tuple<AsyncFinalizer<T>, Captured>)state!;
            finalizer.Finish(completed, captured);
        },
        Tuple.Create(this, captured),
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private void Finish(Task task, in Captured captured) =>
        Call.Invoke(captured, TaskFailure.Of(task), Call.TakesResult && task.IsCompletedSuccessfully ? ((Task<T>)task).Result : default);
}
