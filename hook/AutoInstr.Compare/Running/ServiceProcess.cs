using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AutoInstr.Compare.Running;

/// <summary>A service of one edition, running.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private const int KeptLines = 200;
    private const int ToldLines = 20;
    private const int Sigterm = 15;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    /// <summary>Variables of the caller's shell that would change what is compared.</summary>
    private static readonly string[] Withheld =
        ["OTEL_", "AUTOINSTR_", "CORECLR_", "ASPNETCORE_", "DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE"];

    private readonly string _name;
    private readonly Process _process;
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly ConcurrentQueue<string> _output = new();

    private ServiceProcess(string name, Process process)
    {
        (_name, _process) = (name, process);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
    }

    /// <summary>The process' id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has last written to its standard output and error, line by line.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>User and system time up to now; nothing when it has ended.</summary>
    public TimeSpan ProcessorTime => HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;

    /// <summary>The largest resident set up to now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return HasExited ? 0 : _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it is started.</param>
    /// <param name="environment">Variables that are added.</param>
    /// <param name="withheld">What variables of the caller's begin with that are kept from it, besides those of telemetry.</param>
    /// <exception cref="ComparisonException">There is no such program, or it cannot be executed.</exception>
    public static ServiceProcess Start(string name, IReadOnlyList<string> command, string folder,
        IEnumerable<KeyValuePair<string, string>> environment, params IReadOnlyList<string> withheld)
    {
        if (command.Count == 0 || !Directory.Exists(folder))
            throw new ComparisonException($"service {name}: the command is empty, or its folder {folder} is not there");
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in start.Environment.Keys.Where(name => IsWithheld(name, withheld)).ToList())
            start.Environment.Remove(variable);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        var service = new ServiceProcess(name, new Process { StartInfo = start });
        try
        {
            service._process.Start();
        }
        catch (Win32Exception e)
        {
            throw new ComparisonException($"service {name}: {command[0]} cannot be started: {e.Message}", e);
        }
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    /// <summary>Waits until it answers its health check.</summary>
    /// <param name="url">What it is asked for.</param>
    /// <param name="isRecorded">Whether the check is a request like any other. If not, it comes with a parent that is not sampled.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How long after its start that was, in milliseconds.</returns>
    /// <exception cref="ComparisonException">It ended, or took too long.</exception>
    public async Task<double> WaitUntilHealthyAsync(string url, bool isRecorded, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = LongestStart };
        if (!isRecorded)
            http.DefaultRequestHeaders.Add("traceparent", "00-000000000000000000000000000000aa-00000000000000aa-00");
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(url, stop).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return _sinceStart.Elapsed.TotalMilliseconds;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            catch (Exception e) when (e is UriFormatException or InvalidOperationException or NotSupportedException)
            {
                throw new ComparisonException($"service {_name}: the health URL {url} is none: {e.Message}", e);
            }
            if (HasExited)
                throw Failure($"ended with exit code {_process.ExitCode} before it was healthy");
            if (_sinceStart.Elapsed > LongestStart)
                throw Failure($"does not answer {url} with success within {LongestStart.TotalSeconds:0} seconds");
            await Task.Delay(Pace, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Throws when it is no longer running.</summary>
    /// <exception cref="ComparisonException">It has ended.</exception>
    public void EnsureRunning()
    {
        if (HasExited)
            throw Failure($"ended with exit code {_process.ExitCode} during the traffic");
    }

    /// <summary>Asks it to end, as a container engine does, so that it sends what it has not sent yet; kills it when it takes too
    /// long.</summary>
    public async Task StopAsync()
    {
        if (!HasExited)
            _ = Kill(_process.Id, Sigterm);
        using var patience = new CancellationTokenSource(LongestStop);
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private ComparisonException Failure(string what) =>
        new($"service {_name} {what}; what it wrote last:\n{string.Join('\n', _output.TakeLast(ToldLines).Select(static line => "  " + line))}");

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { } text)
            return;
        _output.Enqueue(text);
        if (_output.Count > KeptLines)
            _output.TryDequeue(out _);
    }

    private static bool IsWithheld(string name, IReadOnlyList<string> further) =>
        Withheld.Concat(further).Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
