using System.Globalization;
using System.Text;
using AutoInstr.Cli;

namespace AutoInstr.Doctor.Application;

/// <summary>What /proc tells of a process: https://man7.org/linux/man-pages/man5/proc.5.html.</summary>
internal sealed class RunningProcess
{
    private const string Command = "doctor";

    /// <summary>Field 22 of <c>stat</c>, counted from the first one behind the program's name.</summary>
    private const int StartTimeField = 19;

    /// <summary>Fields of <c>net/tcp</c>, and the state of a socket that listens:
    /// https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html.</summary>
    private const int StateField = 3, InodeField = 9;
    private const string Listening = "0A";

    private static readonly string[] SocketTables = ["tcp", "tcp6"];

    /// <summary>What the kernel puts behind the path of a file that is no longer there, or another by now.</summary>
    private const string Deleted = " (deleted)";

    private readonly string _folder;
    private readonly string _root;

    private RunningProcess(int id)
    {
        (Id, _folder) = (id, $"/proc/{id.ToString(CultureInfo.InvariantCulture)}");
        // A process of a container has files of its own, and these are theirs.
        _root = Namespace("mnt", _folder) == Namespace("mnt", "/proc/self") ? "" : _folder + "/root";
        Arguments = Split(File.ReadAllBytes(_folder + "/cmdline"));
        foreach (var variable in Split(File.ReadAllBytes(_folder + "/environ")))
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                Environment[variable[..equals]] = variable[(equals + 1)..];
        }
        MappedFiles = [.. Mapped(File.ReadLines(_folder + "/maps"))];
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The name of the running program, as <c>ps</c> has it.</summary>
    public string Executable => File.ReadAllText(_folder + "/comm").Trim();

    /// <summary>The environment that it was started with.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths of the files that it has loaded, as it sees them.</summary>
    public IReadOnlyList<string> MappedFiles { get; }

    /// <summary>Whether it sees the same network.</summary>
    public bool IsInSameNetwork => Namespace("net", _folder) == Namespace("net", "/proc/self");

    /// <summary>The version of the shared runtime that it runs on, or <see langword="null"/> when that is its own.</summary>
    public Version? RuntimeVersion => MappedFiles
        .Where(file => file.Contains($"/shared/{Framework.Base}/", StringComparison.Ordinal))
        .Select(file => Framework.ParseVersion(Path.GetFileName(Path.GetDirectoryName(file))))
        .FirstOrDefault(version => version is not null);

    /// <summary>Whether it has the C library musl.</summary>
    public bool IsMusl => MappedFiles.Any(file => Path.GetFileName(file).StartsWith("ld-musl-", StringComparison.Ordinal));

    /// <summary>Looks at a process.</summary>
    /// <exception cref="UsageException">There is none, or it must not be looked at.</exception>
    public static RunningProcess Open(int id)
    {
        if (!Directory.Exists($"/proc/{id.ToString(CultureInfo.InvariantCulture)}"))
            throw new UsageException($"there is no process {id}", Command);
        try
        {
            return new RunningProcess(id);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"process {id} cannot be looked at ({exception.Message}): run this as its user or as root", Command);
        }
    }

    /// <summary>A path of the process's as this program can open it.</summary>
    public string ToOwnPath(string path) => _root + path;

    /// <summary>Reads a library that it has loaded; <see langword="null"/> when it is not one, or gone.</summary>
    public Library? Read(string path)
    {
        var library = LibraryFile.Read(ToOwnPath(path));
        if (library is null || !path.Contains("/shared/Microsoft.", StringComparison.Ordinal))
            return library;
        var folder = Path.GetDirectoryName(path)!;
        return library with
        {
            Package = Path.GetFileName(Path.GetDirectoryName(folder)),
            PackageVersion = Framework.ParseVersion(Path.GetFileName(folder)),
            IsOfFramework = true,
        };
    }

    /// <summary>Whether it is the one that listens on a TCP port; <see langword="null"/> when that cannot be seen.</summary>
    public bool? ListensOn(int port)
    {
        try
        {
            var sockets = SocketTables
                .Select(name => $"{_folder}/net/{name}").Where(File.Exists)
                .SelectMany(static file => File.ReadLines(file).Skip(1))
                .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[StateField] == Listening && Convert.ToInt32(fields[1].Split(':')[1], 16) == port)
                .Select(static fields => $"socket:[{fields[InodeField]}]")
                .ToHashSet(StringComparer.Ordinal);
            return Directory.EnumerateFiles(_folder + "/fd")
                .Any(file => new FileInfo(file).LinkTarget is { } link && sockets.Contains(link));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a file is loaded.</summary>
    public bool HasLoaded(string fileName) =>
        MappedFiles.Any(file => Path.GetFileName(file).Equals(fileName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The application: what follows <c>dotnet</c>, else the program itself.</summary>
    /// <exception cref="UsageException">It is not a .NET application.</exception>
    public DotnetApplication FindApplication()
    {
        var program = File.ResolveLinkTarget(_folder + "/exe", returnFinalTarget: false)?.FullName ?? "";
        if (Path.GetFileName(program) == "dotnet" &&
            Arguments.Skip(1).FirstOrDefault(argument => argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) is { } assembly)
            program = Path.IsPathRooted(assembly) ? assembly
                : Path.Combine(File.ResolveLinkTarget(_folder + "/cwd", returnFinalTarget: false)?.FullName ?? "", assembly);
        return ApplicationFinder.Find(ToOwnPath(program));
    }

    /// <summary>The path of its diagnostics socket, as the runtime names it.</summary>
    public string DiagnosticsSocket()
    {
        var stat = File.ReadAllText(_folder + "/stat", Encoding.ASCII);
        var startTime = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField];
        // In a container it knows itself by another id, the last one of these.
        var id = File.ReadLines(_folder + "/status").First(line => line.StartsWith("NSpid:", StringComparison.Ordinal)).Split('\t')[^1];
        var folder = Environment.GetValueOrDefault("TMPDIR") is { Length: > 0 } set ? set : "/tmp";
        return Path.Combine(folder, $"dotnet-diagnostic-{id}-{startTime}-socket");
    }

    private static string? Namespace(string kind, string folder)
    {
        try
        {
            return new FileInfo($"{folder}/ns/{kind}").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Mapped(IEnumerable<string> lines) => lines
        .Select(line => (Line: line, Start: line.IndexOf('/', StringComparison.Ordinal)))
        .Where(line => line.Start > 0)
        .Select(line => line.Line[line.Start..].Replace(Deleted, "", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    private static string[] Split(byte[] block) => Encoding.UTF8.GetString(block).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
