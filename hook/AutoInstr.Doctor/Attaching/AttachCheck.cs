using System.Text;
using AutoInstr.Doctor.Activation;
using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Report;
using AutoInstr.Patching.Native;

namespace AutoInstr.Doctor.Attaching;

/// <summary>Whether the patch engine can attach to the runtime; only where a patch applies.</summary>
/// <param name="kit">The folder of the kit.</param>
/// <param name="variable">Gives the value of a variable, or <see langword="null"/>.</param>
internal sealed class AttachCheck(string kit, Func<string, string?> variable)
{
    /// <summary>The one that the OpenTelemetry operator sets, which the library answers to as well.</summary>
    private const string OperatorsProfiler = "{918728DD-259F-4A6A-AC2B-B85E1B658318}";

    /// <summary>Bytes that an address of a Unix socket holds, less the zero behind them.</summary>
    private const int LongestSocketPath = 107;

    private readonly Section _section = new("attaching", "Attaching, for patches");

    /// <summary>Looks.</summary>
    /// <param name="socket">For a running process, the path of its diagnostics socket.</param>
    /// <param name="toOwnPath">A path of the application's as this program can open it.</param>
    /// <param name="runtimeIdentifier">The machine that the application is for; <see langword="null"/> for this one.</param>
    public Section Run(string? socket, Func<string, string> toOwnPath, string? runtimeIdentifier)
    {
        var library = Attachment.LibraryPath(kit, runtimeIdentifier);
        CheckLibrary(library, runtimeIdentifier);
        if (IsForbidden() || IsStartUpProfiler(library))
            return _section;
        CheckOtherProfiler();
        if (IsOff("EnableDiagnostics_IPC"))
            _section.Problem(
                "diagnostics",
                "DOTNET_EnableDiagnostics_IPC=0 closes the way: nothing is patched",
                Alternative("Remove DOTNET_EnableDiagnostics_IPC", library));
        else if (socket is null)
            CheckFolder(library);
        else
            CheckSocket(socket, library, toOwnPath);
        if (_section.Findings.All(finding => finding.Mark == Mark.Ok))
            _section.Ok("attach", "patches can be applied");
        return _section;
    }

    /// <summary>Adds what a running process shows of the engine.</summary>
    /// <param name="hasLibrary">Whether it has loaded the native library.</param>
    public void CheckProcess(bool hasLibrary)
    {
        if (hasLibrary)
        {
            // It may be loaded and have been refused.
            if (!_section.Findings.Any(static finding => finding is { Mark: Mark.Problem, Id: "diagnostics" or "profiler" }))
                _section.Ok("process", "the process has loaded the native library");
        }
        else
            _section.Problem("process", "the process has loaded a library to patch, and not the native library that this takes",
                "Its log says why in one line, on standard error unless OTEL_DOTNET_AUTO_LOGGER says otherwise.");
    }

    private void CheckLibrary(string library, string? runtimeIdentifier)
    {
        if (!File.Exists(library))
        {
            _section.Problem("library", $"{library} is missing: nothing is patched on this machine", "Build the kit for it.");
            return;
        }
        if (library != Attachment.LibraryPath(kit, null))
        {
            _section.Ok("library", $"the native library for {runtimeIdentifier} is there");
            return;
        }
        try
        {
            ProfilerLibrary.Load(library);
            _section.Ok("library", "the native library can be loaded here");
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            _section.Problem("library", $"{library} cannot be loaded ({exception.Message})",
                "Install the kit again, and not on a file system mounted noexec.");
        }
    }

    private bool IsStartUpProfiler(string library)
    {
        if (!IsOn("CORECLR_ENABLE_PROFILING"))
            return false;
        var id = variable("CORECLR_PROFILER")?.Trim();
        var path = variable("CORECLR_PROFILER_PATH_64") ?? variable("CORECLR_PROFILER_PATH");
        var isOwn = Attachment.ProfilerId.Equals(id, StringComparison.OrdinalIgnoreCase);
        var isLibrary = path == library || path is not null && RealPath.AreSame(path, library);
        if (isLibrary && (isOwn || OperatorsProfiler.Equals(id, StringComparison.OrdinalIgnoreCase)))
        {
            _section.Ok("profiler", "the runtime loads the native library when it starts");
            return true;
        }
        if (isOwn)
            _section.Problem(
                "profiler",
                $"CORECLR_PROFILER_PATH is '{path}', which is not this kit's native library",
                $"Set CORECLR_PROFILER_PATH={library}.");
        return isOwn;
    }

    private void CheckOtherProfiler()
    {
        if (IsOn("CORECLR_ENABLE_PROFILING") && variable("CORECLR_PROFILER") is { Length: > 0 } other)
            _section.Problem(
                "profiler",
                $"another profiler is active, {other}: nothing is patched",
                "Remove one of the two; everything but patches goes on.");
    }

    private bool IsForbidden()
    {
        foreach (var setting in (string[])["EnableDiagnostics_Profiler", "EnableDiagnostics"])
        {
            if (!IsOff(setting))
                continue;
            _section.Problem("diagnostics", $"DOTNET_{setting}=0 forbids it: nothing is patched", $"Remove DOTNET_{setting}.");
            return true;
        }
        return false;
    }

    private void CheckSocket(string socket, string library, Func<string, string> toOwnPath)
    {
        if (File.Exists(toOwnPath(socket)))
            _section.Ok("socket", $"the diagnostics socket {socket} is there");
        else
            _section.Problem("socket", $"there is no diagnostics socket {socket}: nothing is patched",
                Alternative("Give the process a temporary folder (TMPDIR) that it can write to", library));
    }

    private void CheckFolder(string library)
    {
        var folder = variable("TMPDIR") is { Length: > 0 } set ? set : "/tmp";
        var socket = Path.Combine(folder, $"dotnet-diagnostic-{int.MaxValue}-{ulong.MaxValue}-socket");
        var problem = !Directory.Exists(folder) ? "is missing"
            : Encoding.UTF8.GetByteCount(socket) > LongestSocketPath ? "has too long a path for a socket"
            : !WritableFolder.Is(folder) ? "cannot be written to"
            : null;
        if (problem is null)
            _section.Ok("folder", $"the temporary folder {folder} takes the diagnostics socket");
        else
            _section.Problem(
                "folder",
                $"the temporary folder {folder} {problem}: nothing is patched",
                Alternative("Set TMPDIR to another", library));
    }

    private static string Alternative(string advice, string library) =>
        $"{advice}, or set CORECLR_ENABLE_PROFILING=1, CORECLR_PROFILER={Attachment.ProfilerId} and CORECLR_PROFILER_PATH={library}.";

    private bool IsOn(string name) => variable(name)?.Trim() == "1";

    private bool IsOff(string setting) => Attachment.IsOff(setting, variable);
}
