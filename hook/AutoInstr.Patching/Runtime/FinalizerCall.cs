namespace AutoInstr.Patching.Runtime;

/// <summary>Calls a finalizer when an asynchronous call has completed.</summary>
/// <typeparam name="T">The type of the result; any where the finalizer does not take it.</typeparam>
/// <param name="function">The address of the finalizer.</param>
/// <param name="failures">The number under which its failures are counted.</param>
/// <param name="sources">For each of its parameters the place among what was captured, or one of the constants.</param>
internal sealed unsafe class FinalizerCall<T>(nint function, int failures, int[] sources)
{
    private readonly int _result = Array.IndexOf(sources, FinalizerSource.Result);

    /// <summary>Whether it takes the result.</summary>
    public bool TakesResult => _result >= 0;

    /// <summary>Calls it. Never throws.</summary>
    public void Invoke(in Captured captured, Exception? exception, T? result)
    {
        try
        {
            Call(captured, exception, result);
        }
        catch (Exception failure)
        {
            PatchFailures.Report(failure, failures);
        }
    }

    /// <summary>All but the result are classes, so the number of parameters and the place of the result make the signature.</summary>
    private void Call(in Captured captured, Exception? exception, T? result)
    {
        object? a = Value(0, captured, exception), b = Value(1, captured, exception), c = Value(2, captured, exception);
        object? d = Value(3, captured, exception), e = Value(4, captured, exception), f = Value(5, captured, exception);
        switch (sources.Length, _result)
        {
            case (0, _): ((delegate*<void>)function)(); break;
            case (1, < 0): ((delegate*<object?, void>)function)(a); break;
            case (2, < 0): ((delegate*<object?, object?, void>)function)(a, b); break;
            case (3, < 0): ((delegate*<object?, object?, object?, void>)function)(a, b, c); break;
            case (4, < 0): ((delegate*<object?, object?, object?, object?, void>)function)(a, b, c, d); break;
            case (5, < 0): ((delegate*<object?, object?, object?, object?, object?, void>)function)(a, b, c, d, e); break;
            case (1, 0): ((delegate*<T?, void>)function)(result); break;
            case (2, 0): ((delegate*<T?, object?, void>)function)(result, b); break;
            case (2, 1): ((delegate*<object?, T?, void>)function)(a, result); break;
            case (3, 0): ((delegate*<T?, object?, object?, void>)function)(result, b, c); break;
            case (3, 1): ((delegate*<object?, T?, object?, void>)function)(a, result, c); break;
            case (3, 2): ((delegate*<object?, object?, T?, void>)function)(a, b, result); break;
            case (4, 0): ((delegate*<T?, object?, object?, object?, void>)function)(result, b, c, d); break;
            case (4, 1): ((delegate*<object?, T?, object?, object?, void>)function)(a, result, c, d); break;
            case (4, 2): ((delegate*<object?, object?, T?, object?, void>)function)(a, b, result, d); break;
            case (4, 3): ((delegate*<object?, object?, object?, T?, void>)function)(a, b, c, result); break;
            case (5, 0): ((delegate*<T?, object?, object?, object?, object?, void>)function)(result, b, c, d, e); break;
            case (5, 1): ((delegate*<object?, T?, object?, object?, object?, void>)function)(a, result, c, d, e); break;
            case (5, 2): ((delegate*<object?, object?, T?, object?, object?, void>)function)(a, b, result, d, e); break;
            case (5, 3): ((delegate*<object?, object?, object?, T?, object?, void>)function)(a, b, c, result, e); break;
            case (5, 4): ((delegate*<object?, object?, object?, object?, T?, void>)function)(a, b, c, d, result); break;
            case (6, 0): ((delegate*<T?, object?, object?, object?, object?, object?, void>)function)(result, b, c, d, e, f); break;
            case (6, 1): ((delegate*<object?, T?, object?, object?, object?, object?, void>)function)(a, result, c, d, e, f); break;
            case (6, 2): ((delegate*<object?, object?, T?, object?, object?, object?, void>)function)(a, b, result, d, e, f); break;
            case (6, 3): ((delegate*<object?, object?, object?, T?, object?, object?, void>)function)(a, b, c, result, e, f); break;
            case (6, 4): ((delegate*<object?, object?, object?, object?, T?, object?, void>)function)(a, b, c, d, result, f); break;
            case (6, 5): ((delegate*<object?, object?, object?, object?, object?, T?, void>)function)(a, b, c, d, e, result); break;
        }
    }

    private object? Value(int parameter, in Captured captured, Exception? exception) =>
        parameter >= sources.Length ? null
        : sources[parameter] is var source and >= 0 ? captured[source]
        : exception;
}
