using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AutoInstr.Samples;

/// <summary>One of the published sample services, in a process of its own, listening on a free port of the loopback
/// interface.</summary>
sealed partial class SampleProcess : IAsyncDisposable
{
    /// <summary>How long a start may take on a machine that has much else to do.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);

    /// <summary>How long an orderly end may take: more than the host's and the exporters' own bounds together.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    /// <summary>How many lines of output are kept: the last ones.</summary>
    private const int KeptLines = 200;

    /// <summary>Settings of the caller's shell that would change what is run: they are not passed on.</summary>
    private static readonly string[] Withheld =
    [
        "OTEL_", "AUTOINSTR_", "ASPNETCORE_", "CORECLR_", "DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE",
        "ConnectionStrings__", "ReverseProxy__", "S3__", "Worker", "Reports",
    ];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private SampleProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
    }

    /// <summary>Where the service listens.</summary>
    public Uri Address { get; }

    /// <summary>The process' id.</summary>
    public int Id => _process.Id;

    /// <summary>User and system time that the process has used.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What the process has last written to its standard output and error, line by line.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts it. It is not ready to answer yet when this returns.</summary>
    /// <param name="edition">The folder that the services of an edition were published to, each in one of its own.</param>
    /// <param name="service">The service's folder, and the name of its assembly.</param>
    /// <param name="environment">Variables that are added to the environment.</param>
    public static SampleProcess Start(string edition, string service, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var address = new Uri("http://127.0.0.1:" + FreePort().ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(edition, service),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(edition, service, service + ".dll"));
        foreach (var name in start.Environment.Keys.Where(IsWithheld).ToArray())
            start.Environment.Remove(name);
        start.Environment["ASPNETCORE_URLS"] = address.OriginalString;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var sample = new SampleProcess(new Process { StartInfo = start }, address);
        sample._process.Start();
        sample._process.BeginOutputReadLine();
        sample._process.BeginErrorReadLine();
        return sample;
    }

    /// <summary>Waits until the service answers its health check, which it is asked for every millisecond.</summary>
    /// <exception cref="InvalidOperationException">The process ended before that, or took too long.</exception>
    public async Task WaitUntilHealthyAsync(CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = Address };
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri("/health", UriKind.Relative), cancellation);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet, or has ended: asked below.
            }
            if (HasExited || Stopwatch.GetElapsedTime(begin) > LongestStart)
                throw new InvalidOperationException(
                    $"The sample service {Described()}:\n{string.Join('\n', _output)}");
            await Task.Delay(1, cancellation);
        }
    }

    /// <summary>Asks the process to end, as a container engine does, and kills it when it takes too long.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!HasExited)
            _ = Kill(Id, Sigterm);
        using var patience = new CancellationTokenSource(LongestStop);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private string Described() => HasExited ? $"ended with exit code {_process.ExitCode}" : $"does not answer at {Address}health";

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { } text)
            return;
        _output.Enqueue(text);
        if (_output.Count > KeptLines)
            _output.TryDequeue(out _);
    }

    private static bool IsWithheld(string name) => Withheld.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private const int Sigterm = 15;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
