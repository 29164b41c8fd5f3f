using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoInstr.Patching.Native;

/// <summary>Makes the native library this process's profiler, unless it is already, or says why that cannot be.</summary>
/// <param name="kit">The folder of the kit.</param>
internal sealed class Attachment(string kit)
{
    /// <summary>The class id of the native library as a profiler.</summary>
    internal const string ProfilerId = "{6A1C1E5D-5E0B-4C0B-9B1B-0A7D513A70E1}";

    private const string Alternative =
        "; where attaching is not possible, the start-up variables work: CORECLR_ENABLE_PROFILING=1, CORECLR_PROFILER=" +
        ProfilerId + " and CORECLR_PROFILER_PATH=";

    /// <summary>The runtime's answer when there is a profiler already.</summary>
    private const int ProfilerAlreadyActive = unchecked((int)0x8013136A);

    /// <summary>The upper half of the library's own results: the lower is an error number of the system.</summary>
    private const uint SystemError = 0xA0AA0000;

    /// <summary>Many times what it takes; only a runtime that does not answer takes so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private bool _isDone;
    private string? _obstacle;

    /// <summary>Attaches, the first time it is called.</summary>
    /// <returns>What is in the way; <see langword="null"/> when the library is in place.</returns>
    public string? Establish()
    {
        lock (_gate)
        {
            if (!_isDone)
            {
                var started = Stopwatch.GetTimestamp();
                _obstacle = Try();
                _isDone = true;
                EngineLog.Debug($"attaching to the runtime took {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms");
            }
            return _obstacle;
        }
    }

    private string? Try()
    {
        var library = LibraryPath(kit);
        try
        {
            ProfilerLibrary.Load(library);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return $"{library} cannot be loaded ({exception.Message}); install the kit again, and not on a file system mounted noexec";
        }
        if (ProfilerLibrary.IsAttached)
            return null;
        if (IsOff("EnableDiagnostics_Profiler"))
            return "DOTNET_EnableDiagnostics_Profiler=0 forbids it";
        if (IsOff("EnableDiagnostics"))
            return "DOTNET_EnableDiagnostics=0 forbids it";
        if (IsOff("EnableDiagnostics_IPC"))
            return "DOTNET_EnableDiagnostics_IPC=0 closes the way" + Alternative + library;

        var socket = SocketPath();
        if (!File.Exists(socket))
            return $"there is no socket {socket}: the temporary folder (TMPDIR) is missing or not writable" + Alternative + library;
        return Reason(ProfilerLibrary.Attach(socket, library, Patience), socket) is { } reason ? reason + Alternative + library : null;
    }

    private static string? Reason(int result, string socket) => result switch
    {
        >= 0 => ProfilerLibrary.IsAttached ? null : "the runtime loaded another copy of the library",
        ProfilerAlreadyActive => "another profiler is active in this process; remove one of the two",
        _ when ((uint)result & 0xFFFF0000) == SystemError =>
            $"the diagnostics socket {socket} failed: {Marshal.GetPInvokeErrorMessage(result & 0xFFFF)}",
        _ => $"the runtime refused with 0x{result:X8}",
    };

    /// <summary>The native library for a machine.</summary>
    /// <param name="kit">The folder of the kit.</param>
    /// <param name="runtimeIdentifier">The machine, as the runtime names it; this one by default.</param>
    internal static string LibraryPath(string kit, string? runtimeIdentifier = null)
    {
        // Such as linux-x64 or linux-musl-arm64; a runtime that was built from source names its distribution there.
        var identifier = runtimeIdentifier ?? RuntimeInformation.RuntimeIdentifier;
        var isMusl = identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal);
        var architecture = runtimeIdentifier is null ? RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()
            : identifier[(identifier.LastIndexOf('-') + 1)..];
        return Path.Combine(kit, "native", (isMusl ? "linux-musl-" : "linux-") + architecture, "libautoinstr.so");
    }

    /// <summary>Whether a setting of the runtime is off.</summary>
    /// <param name="setting">Its name without <c>DOTNET_</c>.</param>
    /// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
    internal static bool IsOff(string setting, Func<string, string?> variable) =>
        (variable("DOTNET_" + setting) ?? variable("COMPlus_" + setting))?.Trim() == "0";

    private static bool IsOff(string setting) => IsOff(setting, Environment.GetEnvironmentVariable);

    /// <summary>As the runtime names it: with the process id and its start time, the 22nd field of a
    /// line whose second may hold anything up to the last bracket.</summary>
    private static string SocketPath()
    {
        var stat = File.ReadAllText("/proc/self/stat", Encoding.ASCII);
        var startTime = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        return Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-{startTime}-socket");
    }
}
