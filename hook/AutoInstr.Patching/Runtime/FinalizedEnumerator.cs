using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace AutoInstr.Patching.Runtime;

/// <summary>Enumerates a sequence, and says when that is over. Whoever awaits it sees the original's own exceptions, with their
/// stack traces.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <param name="original">The original enumerator.</param>
/// <param name="activity">What is current while the sequence runs, as it would be in the body of a method.</param>
/// <param name="finish">Is told that it is over, with the exception if there is one; may be told twice.</param>
[StackTraceHidden]
internal sealed class FinalizedEnumerator<T>(IAsyncEnumerator<T> original, Activity? activity, Action<Exception?> finish)
    : IAsyncEnumerator<T>, IValueTaskSource<bool>
{
    /// <summary>The step that is under way; there is one at a time.</summary>
    private ValueTask<bool> _step;

    /// <inheritdoc/>
    public T Current => original.Current;

    /// <inheritdoc/>
    public ValueTask<bool> MoveNextAsync()
    {
        var caller = Activity.Current;
        try
        {
            Activity.Current = activity;
#pragma warning disable CA2012 // it is consumed once: by whoever awaits this one
            _step = original.MoveNextAsync();
#pragma warning restore CA2012
        }
        catch (Exception exception)
        {
            finish(exception);
            throw;
        }
        finally
        {
            Activity.Current = caller;
        }
        // A failure is thrown where the step is awaited.
        return _step.IsCompletedSuccessfully ? new ValueTask<bool>(GetResult(0)) : new ValueTask<bool>(this, 0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        var caller = Activity.Current;
        try
        {
            Activity.Current = activity;
            return original.DisposeAsync();
        }
        finally
        {
            finish(null);
            Activity.Current = caller;
        }
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) =>
        !_step.IsCompleted ? ValueTaskSourceStatus.Pending
        : _step.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _step.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var awaiter = _step.ConfigureAwait((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0).GetAwaiter();
        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
            awaiter.OnCompleted(() => continuation(state));
        else
            awaiter.UnsafeOnCompleted(() => continuation(state));
    }

    /// <inheritdoc/>
    public bool GetResult(short token)
    {
        try
        {
            var hasNext = _step.GetAwaiter().GetResult();
            if (!hasNext)
                finish(null);
            return hasNext;
        }
        catch (Exception exception)
        {
            finish(exception);
            throw;
        }
    }
}
