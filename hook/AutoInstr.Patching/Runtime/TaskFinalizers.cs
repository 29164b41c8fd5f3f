using System.Runtime.CompilerServices;

namespace AutoInstr.Patching.Runtime;

/// <summary>For methods that return a task. The task itself is returned, and nothing put around it.</summary>
/// <typeparam name="T">The type of its result; any where the finalizer does not take it.</typeparam>
/// <param name="call">The call of the finalizer.</param>
internal sealed class TaskFinalizer<T>(FinalizerCall<T> call) : AsyncFinalizer<T>(call)
{
    /// <inheritdoc/>
    protected override void OnReturned(ref byte result, in Captured captured)
    {
        if (Unsafe.As<byte, Task?>(ref result) is { } task)
            OnCompleted(task, captured);
        else
            Call.Invoke(captured, null, default);
    }
}

/// <summary>For methods that return a <see cref="ValueTask"/>, which may be consumed once only: what is not
/// complete is continued as a task.</summary>
/// <param name="call">The call of the finalizer.</param>
internal sealed class ValueTaskFinalizer(FinalizerCall<object> call) : AsyncFinalizer<object>(call)
{
    /// <inheritdoc/>
    protected override void OnReturned(ref byte result, in Captured captured)
    {
        ref var returned = ref Unsafe.As<byte, ValueTask>(ref result);
        if (returned.IsCompletedSuccessfully)
        {
            Call.Invoke(captured, null, default);
            return;
        }
        var task = returned.AsTask();
        returned = new ValueTask(task);
        OnCompleted(task, captured);
    }
}

/// <summary>For methods that return a <see cref="ValueTask{TResult}"/>.</summary>
/// <typeparam name="T">The type of its result.</typeparam>
/// <param name="call">The call of the finalizer.</param>
internal sealed class ValueTaskFinalizer<T>(FinalizerCall<T> call) : AsyncFinalizer<T>(call)
{
    /// <inheritdoc/>
    protected override void OnReturned(ref byte result, in Captured captured)
    {
        ref var returned = ref Unsafe.As<byte, ValueTask<T>>(ref result);
        if (!returned.IsCompletedSuccessfully)
        {
            var task = returned.AsTask();
            returned = new ValueTask<T>(task);
            OnCompleted(task, captured);
        }
        else if (Call.TakesResult)
        {
            var value = returned.Result;
            returned = new ValueTask<T>(value);
            Call.Invoke(captured, null, value);
        }
        else
        {
            Call.Invoke(captured, null, default);
        }
    }
}
