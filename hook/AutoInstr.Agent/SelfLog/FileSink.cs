using System.Globalization;
using System.Text;

namespace AutoInstr.Agent.SelfLog;

/// <summary>
/// A file of this process, <c>autoinstr-{program}-{pid}.log</c>, made when there is something to write. When it is full it becomes
/// <c>….1.log</c> and a new one begins, so that a process never takes more than twice the size.
/// </summary>
/// <param name="directory">Where the file is; made when it is not there.</param>
/// <param name="size">Bytes of a full file.</param>
/// <param name="fallback">Where lines go from the first failure on, such as on a read-only file system.</param>
internal sealed class FileSink(string directory, long size, Action<LogLevel, string> fallback)
{
    private readonly object _gate = new();
    private FileStream? _file;
    private bool _failed;

    /// <summary>Path of the file that is written to.</summary>
    public string Path { get; } = System.IO.Path.Combine(directory, $"autoinstr-{ProgramName()}-{Environment.ProcessId}.log");

    /// <summary>Writes a line.</summary>
    public void Write(LogLevel level, string message)
    {
        lock (_gate)
        {
            if (!_failed && TryWrite(level, message))
                return;
        }
        fallback(level, message);
    }

    private bool TryWrite(LogLevel level, string message)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var line = Encoding.UTF8.GetBytes($"{time} {LevelName(level)} {message}{Environment.NewLine}");
        try
        {
            if (_file is not null && _file.Length + line.Length > size)
                Roll();
            _file ??= Open();
            // Processes in different containers can have the same name and number, and a directory in common.
            _file.Seek(0, SeekOrigin.End);
            _file.Write(line);
            return true;
        }
        catch (Exception exception)
        {
            _failed = true;
            fallback(LogLevel.Warn, $"the log file '{Path}' cannot be written ({exception.GetType().Name}); standard error is used");
            return false;
        }
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(directory);
        return new FileStream(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    private void Roll()
    {
        _file!.Dispose();
        _file = null;
        File.Move(Path, System.IO.Path.ChangeExtension(Path, ".1.log"), overwrite: true);
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Error => "ERROR",
        LogLevel.Warn => "WARN",
        LogLevel.Info => "INFO",
        _ => "DEBUG",
    };

    private static string ProgramName()
    {
        var name = AppDomain.CurrentDomain.FriendlyName;
        foreach (var character in System.IO.Path.GetInvalidFileNameChars())
            name = name.Replace(character, '_');
        return name;
    }
}
