using System.Globalization;

namespace AutoInstr.Agent.Exporters.Disk;

/// <summary>Requests of one signal that wait in a directory until the receiver takes them. Several processes may share the
/// directory.</summary>
/// <remarks>
/// A file belongs to the process that wrote it as long as that lives, which a lock says: the system gives it back however the process
/// ends. What a process left behind belongs to the next one that opens the buffer. A file appears with its whole content at once; no file
/// is taken away before the receiver has answered.
/// </remarks>
internal sealed class DiskBuffer : IDisposable
{
    private const string Extension = ".otlp";
    private const string LockExtension = ".lock";
    private const string UnfinishedExtension = ".tmp";

    /// <summary>What the smallest file takes on the disk.</summary>
    private const int Block = 4096;

    /// <summary>How long, in milliseconds, what other processes add may go unnoticed.</summary>
    private const int MeasuringInterval = 30_000;

    private readonly string _folder;
    private readonly long _limit;
    private readonly Action<string> _warn;
    private readonly string _owner = Convert.ToHexString(Guid.NewGuid().ToByteArray().AsSpan(0, 8));
    private readonly object _gate = new();
    private readonly Queue<string> _files = new();
    private readonly Dictionary<string, OwnedFiles> _owned = new(StringComparer.Ordinal);
    private long _used;
    private long _measuredAt;
    private int _sequence;

    /// <summary>Opens it, and takes over what processes left behind that are no more.</summary>
    /// <param name="directory">The directory; it need not exist yet.</param>
    /// <param name="signal">The signal's name.</param>
    /// <param name="limit">Bytes that may be kept of the signal.</param>
    /// <param name="warn">Takes what there is to say.</param>
    public DiskBuffer(string directory, string signal, long limit, Action<string> warn)
    {
        (_folder, _limit, _warn) = (Folder(directory, signal), limit, warn);
        try
        {
            if (Directory.Exists(_folder))
                TakeOver();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warn($"what is kept in {_folder} cannot be read ({exception.Message}) and stays there");
        }
    }

    /// <summary>Requests that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _files.Count;
        }
    }

    /// <summary>Whether something is kept for a target, by whatever process.</summary>
    public static bool HasAny(ExportTarget target) => target.BufferDirectory is { } directory && HasAny(directory, target.Signal.Name);

    /// <summary>Whether something is kept of a signal, by whatever process.</summary>
    internal static bool HasAny(string directory, string signal)
    {
        try
        {
            return Directory.EnumerateFiles(Folder(directory, signal), "*" + Extension).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Keeps a request.</summary>
    /// <returns>Why it could not; <see langword="null"/> when it is kept.</returns>
    public string? Add(BufferedRequest request)
    {
        lock (_gate)
        {
            try
            {
                MakeFolder();
                var size = OnDisk(request.Size);
                if (Used() + size > _limit)
                    return $"the buffer {_folder} is full";
                var owned = Own(_owner) ?? throw new IOException("the lock is not to be had");
                var file = Path.Combine(_folder, NewName());
                Write(file, request.Write());
                owned.Count++;
                _used += size;
                _files.Enqueue(file);
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return $"the buffer {_folder} cannot be written ({exception.Message})";
            }
        }
    }

    /// <summary>The oldest request; what is damaged is left out.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public BufferedRequest? Oldest()
    {
        while (true)
        {
            string? file;
            lock (_gate)
            {
                if (!_files.TryPeek(out file))
                    return null;
            }
            try
            {
                return BufferedRequest.Read(File.ReadAllBytes(file));
            }
            catch (InvalidDataException)
            {
                _warn($"{file} is damaged and is left out");
                RemoveOldest();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (exception is not (FileNotFoundException or DirectoryNotFoundException))
                    _warn($"{file} cannot be read ({exception.Message}) and is left out");
                RemoveOldest();
            }
        }
    }

    /// <summary>Takes the oldest request away.</summary>
    public void RemoveOldest()
    {
        lock (_gate)
        {
            var file = _files.Dequeue();
            try
            {
                var size = new FileInfo(file) is { Exists: true } found ? found.Length : 0;
                File.Delete(file);
                _used -= OnDisk(size);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _warn($"{file} cannot be removed ({exception.Message}); it will be sent once more");
            }
            Disown(OwnerOf(file));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var owned in _owned.Values)
                owned.Lock.Dispose();
            _owned.Clear();
        }
    }

    private static string Folder(string directory, string signal) => Path.Combine(directory, signal);

    private static long OnDisk(long size) => (size + Block - 1) / Block * Block;

    private static string OwnerOf(string file) => Path.GetFileNameWithoutExtension(file).Split('-')[^1];

    private void TakeOver()
    {
        var files = Directory.GetFiles(_folder, "*" + Extension);
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Own(OwnerOf(file)) is not { } owned)
                continue;
            owned.Count++;
            _files.Enqueue(file);
        }
        foreach (var file in Directory.GetFiles(_folder, "*" + UnfinishedExtension))
        {
            if (Own(OwnerOf(Path.ChangeExtension(file, null))) != null)
                File.Delete(file);
        }
        foreach (var file in Directory.GetFiles(_folder, "*" + LockExtension))
            Own(OwnerOf(file));
        foreach (var (owner, _) in _owned.Where(static pair => pair.Value.Count == 0).ToList())
            Release(owner);
    }

    /// <summary>The files of an owner, if it is this process or one that is no more.</summary>
    private OwnedFiles? Own(string owner)
    {
        if (_owned.TryGetValue(owner, out var owned))
            return owned;
        try
        {
            return _owned[owner] = new OwnedFiles(Open(LockOf(owner), FileMode.OpenOrCreate));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Disown(string owner)
    {
        if (_owned.TryGetValue(owner, out var owned) && --owned.Count == 0)
            Release(owner);
    }

    private void Release(string owner)
    {
        _owned.Remove(owner, out var owned);
        // As long as the lock is held: who opens the file afterwards finds no files of this owner, or makes a new lock.
        File.Delete(LockOf(owner));
        owned!.Lock.Dispose();
    }

    private string LockOf(string owner) => Path.Combine(_folder, owner + LockExtension);

    /// <summary>Names in the order of their age.</summary>
    private string NewName() => string.Create(
        CultureInfo.InvariantCulture, $"{DateTime.UtcNow.Ticks:D19}-{_sequence++:D8}-{_owner}{Extension}");

    private static void Write(string file, byte[] bytes)
    {
        var unfinished = file + UnfinishedExtension;
        try
        {
            using (var stream = Open(unfinished, FileMode.CreateNew))
                stream.Write(bytes);
            File.Move(unfinished, file);
        }
        catch (Exception)
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Telemetry is nobody else's business.</summary>
    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }

    private long Used()
    {
        if (_measuredAt == 0 || Environment.TickCount64 - _measuredAt > MeasuringInterval)
        {
            _measuredAt = Environment.TickCount64;
            _used = new DirectoryInfo(_folder).EnumerateFiles("*" + Extension).Sum(static file => OnDisk(Length(file)));
        }
        return _used;
    }

    /// <summary>Another process may have removed it since it was listed.</summary>
    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>How many files there are of an owner, and the lock that keeps other processes from them.</summary>
    private sealed class OwnedFiles(FileStream own)
    {
        public FileStream Lock => own;

        public int Count { get; set; }
    }
}
