using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AutoInstr.Patching.Runtime;

/// <summary>For methods that return an <see cref="IAsyncEnumerable{T}"/>: the finalizer runs when the first enumeration ends.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <param name="call">The call of the finalizer, which takes no result.</param>
internal sealed class AsyncEnumerableFinalizer<T>(FinalizerCall<object> call) : AsyncFinalizer<object>(call)
{
    /// <inheritdoc/>
    protected override void OnReturned(ref byte result, in Captured captured)
    {
        ref var returned = ref Unsafe.As<byte, IAsyncEnumerable<T>?>(ref result);
        if (returned == null)
            Call.Invoke(captured, null, null);
        else
            returned = new Sequence(returned, this, captured);
    }

    /// <summary>The sequence, while it has not been enumerated.</summary>
    private sealed class Sequence(IAsyncEnumerable<T> original, AsyncEnumerableFinalizer<T> finalizer, Captured captured)
        : IAsyncEnumerable<T>
    {
        /// <summary>What the prefix started is current while the sequence runs, as it would be in the body of a method.</summary>
        private readonly Activity? _activity = Activity.Current;
        private int _isFinished;

        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            new FinalizedEnumerator<T>(original.GetAsyncEnumerator(cancellationToken), _activity, Finish);

        private void Finish(Exception? exception)
        {
            if (Interlocked.Exchange(ref _isFinished, 1) == 0)
                finalizer.Call.Invoke(captured, exception, null);
        }
    }
}
