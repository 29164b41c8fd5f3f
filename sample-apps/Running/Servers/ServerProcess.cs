using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoInstr.Samples.Servers;

/// <summary>A real server as a child process, on a free loopback port, with a data folder of its own that goes with it.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly string _folder;
    private readonly string? _readyText;

    private ServerProcess(ProcessStartInfo start, string folder, string? readyText)
    {
        (_folder, _readyText) = (folder, readyText);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The first of some programs that is there.</summary>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="candidates">Paths; a <c>*</c> may stand for a version.</param>
    public static string Require(string package, params string[] candidates) =>
        candidates.SelectMany(Matches).FirstOrDefault(File.Exists) ?? throw Missing(package);

    /// <summary>What is thrown where no program is there, which the programs that start servers decide.</summary>
    private static partial Exception Missing(string package);

    /// <summary>An empty folder, which belongs to a user.</summary>
    /// <param name="user">Who runs the server when root runs the tests, or <see langword="null"/> for oneself.</param>
    public static string NewFolder(string? user = null)
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-server-").FullName;
        if (user is not null && Environment.IsPrivilegedProcess)
            Run("chown", [user, folder]);
        return folder;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(
        string program, IEnumerable<string> arguments, string? user = null, Dictionary<string, string>? environment = null)
    {
        var start = As(user, program, arguments);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}\n{errors.Result}");
    }

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="folder">Its data folder, removed when it has stopped.</param>
    /// <param name="readyText">What it prints when it is ready; <see langword="null"/> when it prints nothing.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="user">Who runs it when root runs the tests, for servers that refuse root.</param>
    /// <param name="environment">Variables added to the environment.</param>
    /// <param name="readyPort">Where it listens when it is ready, if it prints nothing.</param>
    /// <exception cref="InvalidOperationException">It did not become ready.</exception>
    public static async Task<ServerProcess> StartAsync(
        string folder, string? readyText, string program, IEnumerable<string> arguments, string? user = null,
        Dictionary<string, string>? environment = null, int? readyPort = null)
    {
        var start = As(user, program, arguments);
        start.WorkingDirectory = folder;
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var server = new ServerProcess(start, folder, readyText);
        if (readyPort is { } port)
            _ = server.AwaitListenerAsync(port);
        var exited = server._process.WaitForExitAsync();
        if (await Task.WhenAny(server._ready.Task, exited, Task.Delay(StartTimeout)) == server._ready.Task)
            return server;
        await server.DisposeAsync();
        throw new InvalidOperationException($"{program} did not start:\n{server._output}");
    }

    /// <summary>Stops it as an operator would, or hard when that does not help.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = kill(_process.Id, Terminate);
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProcessStartInfo As(string? user, string program, IEnumerable<string> arguments)
    {
        var (name, all) = user is not null && Environment.IsPrivilegedProcess
            ? ("setpriv", (IEnumerable<string>)["--reuid", user, "--regid", user, "--clear-groups", "--", program, .. arguments])
            : (program, arguments);
        return new ProcessStartInfo(name, all) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static IEnumerable<string> Matches(string path)
    {
        var star = path.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [path];
        var parent = path[..path.LastIndexOf('/', star)];
        var rest = path[(path.IndexOf('/', star) + 1)..];
        return Directory.Exists(parent) ? Directory.GetDirectories(parent).OrderDescending().Select(folder => Path.Combine(folder, rest))
            : [];
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Append(line).Append('\n');
        if (_readyText is not null && line.Contains(_readyText, StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private async Task AwaitListenerAsync(int port)
    {
        while (!_process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                _ready.TrySetResult();
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
