using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace AutoInstr.IntegrationTests.Harness;

/// <summary>What a process left.</summary>
/// <param name="ExitCode">Its exit code; 128 and more for a signal.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record AppRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines that the hook and the agent wrote.</summary>
    public IReadOnlyList<string> Said => [.. Errors.Split('\n').Where(line => line.StartsWith("autoinstr: ", StringComparison.Ordinal))];

    /// <summary>Standard error without the hook's and the agent's lines.</summary>
    public string OwnErrors =>
        string.Join('\n', Errors.Split('\n').Where(line => !line.StartsWith("autoinstr: ", StringComparison.Ordinal)));
}

/// <summary>A running application, whose output is collected; it is gone when this is disposed.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    /// <summary>Long enough for a loaded machine; what takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Captured _output = new();
    private readonly Captured _errors = new();

    private AppProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program with exactly this environment and no standard input.</summary>
    public static AppProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> env, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        start.Environment.Clear();
        foreach (var (name, value) in env)
            if (value != null)
                start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new AppProcess(process);
    }

    /// <summary>Waits until a line of standard output matches, and returns the first group, or
    /// the whole match when there is none.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or said nothing of the kind in time.</exception>
    public async Task<string> WaitForOutputAsync(string pattern)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20))
        {
            var hasExited = _process.HasExited;
            if (Regex.Match(_output.Text, pattern, RegexOptions.Multiline) is { Success: true } match)
                return match.Groups[^1].Value;
            if (hasExited)
                break;
        }
        throw new InvalidOperationException($"no output like '{pattern}'.\n--- output\n{_output.Text}\n--- errors\n{_errors.Text}");
    }

    /// <summary>Waits until an ASP.NET Core application listens, and returns its address.</summary>
    public async Task<Uri> WaitForAddressAsync() => new(await WaitForOutputAsync(@"Now listening on: (http://\S+)"));

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => _ = kill(_process.Id, signal);

    /// <summary>Asks it to end (SIGTERM) and waits for that.</summary>
    public Task<AppRun> StopAsync()
    {
        Signal(15);
        return WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="TimeoutException">It hangs.</exception>
    public async Task<AppRun> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"process {_process.Id} hangs.\n--- output\n{_output.Text}\n--- errors\n{_errors.Text}");
        }
        return new AppRun(_process.ExitCode, _output.Text, _errors.Text);
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);

    /// <summary>Lines as they come, from the threads that read them.</summary>
    private sealed class Captured
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text)
                    return _text.ToString();
            }
        }

        public void Add(string? line)
        {
            if (line == null)
                return;
            lock (_text)
                _text.Append(line).Append('\n');
        }
    }
}
