namespace AutoInstr.Patching.TracedMethods;

/// <summary>How many calls are traced in a second: a method in a loop must not become a flood of spans.</summary>
/// <param name="perSecond">The limit.</param>
/// <param name="now">Gives milliseconds.</param>
/// <param name="report">Takes a line, the first time that the limit bites.</param>
internal sealed class CallLimit(int perSecond, Func<long> now, Action<string> report)
{
    private long _second;
    private int _calls;
    private int _isReported;

    /// <summary>Whether one more call may be traced now.</summary>
    public bool Admits()
    {
        var second = now() / 1000;
        var known = Volatile.Read(ref _second);
        if (second != known && Interlocked.CompareExchange(ref _second, second, known) == known)
            Volatile.Write(ref _calls, 0);
        // Read first: a number that only grows would overflow some day within one very busy second.
        if (Volatile.Read(ref _calls) < perSecond && Interlocked.Increment(ref _calls) <= perSecond)
            return true;
        if (Volatile.Read(ref _isReported) == 0 && Interlocked.Exchange(ref _isReported, 1) == 0)
            report($"more than {perSecond} calls a second of the methods in {TracedMethodSettings.PatternsVariable}: those beyond are " +
                $"not traced; name fewer methods, or raise {TracedMethodSettings.LimitVariable}");
        return false;
    }
}
