using System.Runtime.InteropServices;
using System.Text;

namespace AutoInstr.Cli.Execution;

/// <summary>Turns this process into another program: same process id, same streams, nothing in between.</summary>
internal static partial class ProcessImage
{
    private const int NoEntry = 2;
    private const int SignalPipe = 13;

    /// <summary>Sets a variable for the program to come.</summary>
    /// <remarks>In the C library's environment, which keeps every other variable to the byte;
    /// the runtime's own is a decoded copy.</remarks>
    public static void SetVariable(string name, string value) => _ = setenv(name, value, 1);

    /// <summary>Executes a program, which is looked for in PATH like a shell does.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>Only when that fails, after one line on standard error: the exit code.</returns>
    public static unsafe int Replace(CommandLine command)
    {
        DiagnosticFiles.Delete();
        // The runtime ignores the signal, and an ignored signal stays so: writing into a closed pipe would not end the program.
        _ = signal(SignalPipe, 0);

        var arguments = command.Arguments;
        var pointers = new nint[arguments.Count + 1];
        for (var i = 0; i < arguments.Count; i++)
        {
            pointers[i] = Marshal.AllocHGlobal(arguments[i].Length + 1);
            Marshal.Copy(arguments[i], 0, pointers[i], arguments[i].Length);
            ((byte*)pointers[i])[arguments[i].Length] = 0;
        }
        fixed (nint* list = pointers)
            _ = execvp(list[0], list);

        var error = Marshal.GetLastPInvokeError();
        Console.Error.WriteLine($"autoinstr: {Encoding.UTF8.GetString(arguments[0])}: {Marshal.GetPInvokeErrorMessage(error)}");
        return error == NoEntry ? ExitCode.NotFound : ExitCode.CannotExecute;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int execvp(nint file, nint* arguments);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint signal(int number, nint handler);
}
