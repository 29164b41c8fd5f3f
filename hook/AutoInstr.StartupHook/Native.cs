using System;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoInstr;

/// <summary>The three calls of the C library that replacing the process image needs.</summary>
internal static class Native
{
    /// <summary>Sets, or with <see langword="null"/> removes, a variable of the environment that a new image inherits.</summary>
    /// <remarks>The runtime's own copy of the environment is not that one.</remarks>
    public static void SetEnvironment(string name, string? value)
    {
        if (value == null)
            _ = unsetenv(Bytes(name));
        else
            _ = setenv(Bytes(name), Bytes(value), 1);
    }

    /// <summary>Executes the running program once more, with the same arguments and the environment as set.</summary>
    /// <param name="arguments">The arguments, each ended by a zero byte, as /proc/self/cmdline has them.</param>
    /// <returns>The error number; on success it does not return.</returns>
    public static int ExecuteSelf(byte[] arguments)
    {
        var count = 0;
        foreach (var value in arguments)
            if (value == 0)
                count++;

        var block = Marshal.AllocHGlobal(arguments.Length);
        Marshal.Copy(arguments, 0, block, arguments.Length);
        var pointers = new IntPtr[count + 1];
        for (int argument = 0, offset = 0; argument < count; argument++)
        {
            pointers[argument] = block + offset;
            offset = Array.IndexOf(arguments, (byte)0, offset) + 1;
        }

        _ = execv(Bytes("/proc/self/exe"), pointers);
        var error = Marshal.GetLastWin32Error();
        Marshal.FreeHGlobal(block);
        return error;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int execv(byte[] path, IntPtr[] arguments);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setenv(byte[] name, byte[] value, int overwrite);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int unsetenv(byte[] name);
}
