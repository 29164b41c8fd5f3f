using System.Runtime.InteropServices;
using System.Runtime.Loader;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>Flushes at the end of the process, however it comes: after the application's own handlers,
/// within a bound, with its exit code.</summary>
internal sealed class ProcessEnd
{
    /// <summary>Kept for the life of the process: a registration that is collected no longer handles its signal.</summary>
    private static readonly List<PosixSignalRegistration> Registrations = [];

    private readonly Action _flush;
    private readonly Action _shutDown;
    private int _hasShutDown;
    private int _hasUnhandled;
    private bool _isLast;

    private ProcessEnd(Action flush, Action shutDown) => (_flush, _shutDown) = (flush, shutDown);

    /// <summary>Begins to wait for the end.</summary>
    /// <param name="flush">Sends what there is; recording goes on.</param>
    /// <param name="shutDown">Sends what there is, and nothing after it.</param>
    /// <param name="onUnhandledException">Whether to flush when an exception ends the process.</param>
    public static void Await(Action flush, Action shutDown, bool onUnhandledException)
    {
        var end = new ProcessEnd(flush, shutDown);
        // Raised before ProcessExit: subscribing to that only now puts us behind every handler of the application.
        AssemblyLoadContext.Default.Unloading += _ => AppDomain.CurrentDomain.ProcessExit += (_, _) => end.ShutDown();
        if (onUnhandledException)
        {
            AppDomain.CurrentDomain.UnhandledException += end.OnUnhandledFirst;
            AppDomain.CurrentDomain.UnhandledException += end.OnUnhandledLast;
        }
        Register(PosixSignal.SIGINT, end);
        // Before .NET 10 the runtime turns SIGTERM into an ordinary exit by itself.
        if (Environment.Version.Major >= 10)
            Register(PosixSignal.SIGTERM, end);
    }

    /// <summary>Runs what must not throw.</summary>
    public static void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Log.Error($"the last flush failed: {exception.GetType().Name}: {exception.Message}");
        }
    }

    private static void Register(PosixSignal signal, ProcessEnd end)
    {
        try
        {
            // Handlers run in reverse order of registration: when ours runs, the application has said whether it handles the signal.
            Registrations.Add(PosixSignalRegistration.Create(signal, context => end.Flush(isEnding: !context.Cancel)));
        }
        catch (Exception exception)
        {
            Log.Debug($"{signal} is not handled: {exception.Message}");
        }
    }

    /// <summary>Runs before the application's handlers, one of which may end the process at once.</summary>
    private void OnUnhandledFirst(object sender, UnhandledExceptionEventArgs unhandled)
    {
        Flush(unhandled.IsTerminating);
        if (unhandled.IsTerminating && Interlocked.Exchange(ref _hasUnhandled, 1) == 0)
            Guarded(() => _isLast = UnhandledExceptionOrder.MoveToEnd(OnUnhandledLast));
    }

    /// <summary>Runs after them, for the spans that they ended.</summary>
    private void OnUnhandledLast(object sender, UnhandledExceptionEventArgs unhandled) => Flush(_isLast);

    private void Flush(bool isEnding)
    {
        if (isEnding)
            Guarded(_flush);
    }

    private void ShutDown()
    {
        if (Interlocked.Exchange(ref _hasShutDown, 1) == 0)
            Guarded(_shutDown);
    }
}
