using System.Text;

namespace AutoInstr.Agent.SelfLog;

/// <summary>The process's standard error.</summary>
/// <remarks>The file descriptor and not <see cref="Console.Error"/>, which the application may have replaced and may read.</remarks>
internal static class ConsoleSink
{
    private static readonly object Gate = new();
    private static Stream? _stream;

    /// <summary>Writes a line.</summary>
    public static void Write(LogLevel level, string message)
    {
        var line = Encoding.UTF8.GetBytes("autoinstr: " + message + Environment.NewLine);
        lock (Gate)
        {
            _stream ??= Console.OpenStandardError();
            _stream.Write(line);
        }
    }
}
