using System.Runtime.CompilerServices;

namespace AutoInstr.Patching.Runtime;

/// <summary>For methods that return an <see cref="IAsyncEnumerable{T}"/> of a type parameter: the result
/// says what it is.</summary>
/// <param name="call">The call of the finalizer, which takes no result.</param>
internal sealed class OpenAsyncEnumerableFinalizer(FinalizerCall<object> call) : AsyncFinalizer<object>(call)
{
    private readonly ConditionalWeakTable<Type, AsyncFinalizer> _closed = [];

    /// <inheritdoc/>
    protected override void OnReturned(ref byte result, in Captured captured)
    {
        var closed = Unsafe.As<byte, object?>(ref result) is { } sequence ? _closed.GetValue(sequence.GetType(), Close) : this;
        if (closed == this)
            Call.Invoke(captured, null, null);
        else
            Forward(closed, ref result, captured);
    }

    /// <summary>A sequence of several types at once is left as it is.</summary>
    private AsyncFinalizer Close(Type type)
    {
        var sequences = Array.FindAll(
            type.GetInterfaces(), static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        return sequences.Length != 1 ? this
            : (AsyncFinalizer)Activator.CreateInstance(
                typeof(AsyncEnumerableFinalizer<>).MakeGenericType(sequences[0].GetGenericArguments()), Call)!;
    }
}
