using AutoInstr.Patching;

namespace StressPatches;

/// <summary>Counts the calls of every method of a class, as they begin and as they end.</summary>
[Patch("StressApp", Type = "StressApp.Work", Method = "*")]
public static class CountingPatch
{
    private static long _begun;
    private static long _ended;
    private static long _failed;

    /// <summary>How many calls began, ended, and ended with an exception.</summary>
    public static (long Begun, long Ended, long Failed) Counts => (_begun, _ended, _failed);

    private static void Prefix(out object? __state)
    {
        Interlocked.Increment(ref _begun);
        __state = Marker.Instance;
    }

    private static void Finalizer(object? __state, Exception? __exception)
    {
        // A call that was under way when the patch came has no state and is not counted: none of its code was woven.
        if (__state != Marker.Instance)
            throw new InvalidOperationException("a state was lost");
        Interlocked.Increment(ref _ended);
        if (__exception != null)
            Interlocked.Increment(ref _failed);
    }

    private sealed class Marker
    {
        public static readonly Marker Instance = new();
    }
}
