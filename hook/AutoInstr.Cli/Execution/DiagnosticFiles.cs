using System.Text;

namespace AutoInstr.Cli.Execution;

/// <summary>What the runtime leaves in the temporary folder for debuggers and diagnostic tools,
/// under names that hold the process id.</summary>
/// <remarks>
/// The program that takes over the process id would find its own names taken, and be invisible to the tools. Only this process' exact
/// names are removed: containers that share a temporary folder are all process 1.
/// </remarks>
internal static class DiagnosticFiles
{
    /// <summary>Field 22 of proc(5)'s <c>stat</c>, counted from the first one behind the program's name.</summary>
    private const int StartTimeField = 19;

    /// <summary>Removes the files of this process; what cannot be removed stays.</summary>
    public static void Delete()
    {
        try
        {
            var stat = File.ReadAllText("/proc/self/stat", Encoding.ASCII);
            var startTime = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField];
            var process = $"{Environment.ProcessId}-{startTime}";
            foreach (var name in (string[])[$"dotnet-diagnostic-{process}-socket", $"clr-debug-pipe-{process}-in",
                $"clr-debug-pipe-{process}-out"])
                File.Delete(Path.Combine(Path.GetTempPath(), name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The tools are blind then; the program runs.
        }
    }
}
