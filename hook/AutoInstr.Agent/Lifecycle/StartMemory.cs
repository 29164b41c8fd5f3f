using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>Gives back the memory that only the start needed.</summary>
internal static class StartMemory
{
    /// <summary>The first time; each further one is after twice as long, since compiling anew needs some of it once more.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>The last pause: by then, what is called often has been compiled.</summary>
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(160);

    private static TimeSpan _pause = First;

    /// <summary>Kept for as long as it runs.</summary>
    private static Timer? _timer;

    /// <summary>Gives it back when the start is over.</summary>
    public static void ReturnLater()
    {
        if (OperatingSystem.IsLinux())
            _timer = new Timer(static _ => Return(), null, First, Timeout.InfiniteTimeSpan);
    }

    private static void Return()
    {
        try
        {
            NativeHeap.Return();
            AssemblyPages.Return();
            _pause += _pause;
            if (_pause <= Last)
                _timer!.Change(_pause, Timeout.InfiniteTimeSpan);
        }
        catch (Exception exception)
        {
            // An exception that leaves a timer ends the process.
            Log.Debug($"the memory of the start is kept: {exception.GetType().Name}: {exception.Message}");
        }
    }
}
