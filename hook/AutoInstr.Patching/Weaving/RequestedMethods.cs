namespace AutoInstr.Patching.Weaving;

/// <summary>Methods whose new body the runtime was asked to take; says which of them it refused.</summary>
/// <remarks>The runtime takes a body only when the method is called next, and tells of a refusal nobody but the profiler.</remarks>
/// <param name="result">What became of a method's body, by module and token: 0 when it was taken, 1 as long as it was not, or an
/// error.</param>
internal sealed class RequestedMethods(Func<nint, int, int> result)
{
    private const int Pending = 1;

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly Dictionary<Key, TargetMethod> _open = [];
    private TimeSpan _pause = FirstLook;
    private Timer? _timer;

    /// <summary>Adds methods of a module, to be looked at in a while, and then ever more seldom while one is not called.</summary>
    public void Add(nint module, IEnumerable<TargetMethod> methods)
    {
        lock (_gate)
        {
            foreach (var method in methods)
                _open[new Key(module, method.Method.MetadataToken)] = method;
            _pause = FirstLook;
            _timer ??= NewTimer();
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Says what was refused since the last time.</summary>
    /// <returns>How many methods have not been called yet.</returns>
    public int Report()
    {
        lock (_gate)
        {
            foreach (var (key, method) in _open)
            {
                var became = result(key.Module, key.Token);
                if (became < 0)
                {
                    PatchMetrics.Failed();
                    EngineLog.Warn($"{method.Name} is not patched: the runtime refused its new body (0x{became:X8}); please report this");
                }
                if (became != Pending)
                    _open.Remove(key);
            }
            return _open.Count;
        }
    }

    private Timer NewTimer()
    {
        // What is current in the call that loads the library is none of the timer's business.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        return new Timer(static methods => ((RequestedMethods)methods!).Look(), this, Timeout.Infinite, Timeout.Infinite);
    }

    private void Look()
    {
        try
        {
            if (Report() == 0)
                return;
            lock (_gate)
            {
                _pause += _pause;
                _timer!.Change(_pause, Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception)
        {
            // An exception that leaves a timer ends the process; after days of doubling there is nothing more to see.
        }
    }

    /// <summary>A method. For keys that are values, the runtime would compile a dictionary while the application starts.</summary>
    private sealed record Key(nint Module, int Token);
}
