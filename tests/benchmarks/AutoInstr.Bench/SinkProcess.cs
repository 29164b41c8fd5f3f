using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Bench;

/// <summary>The sink, seen from the benchmark: where it listens and what it has received.</summary>
sealed class SinkProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SinkProcess(Process process, int port, int workerPort) => (_process, Port, WorkerPort) = (process, port, workerPort);

    /// <summary>The port on which it takes OTLP over gRPC.</summary>
    public int Port { get; }

    /// <summary>The port on which it takes jobs over HTTP.</summary>
    public int WorkerPort { get; }

    /// <summary>Starts it: this very program again, as <c>sink</c>.</summary>
    public static async Task<SinkProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(SinkProcess).Assembly.Location);
        start.ArgumentList.Add(Sink.Verb);
        var process = Process.Start(start)!;
        return new SinkProcess(process, (int)await NumberAsync(process), (int)await NumberAsync(process));
    }

    /// <summary>How many spans of a service it has received.</summary>
    public async Task<long> CountAsync(string service)
    {
        await _process.StandardInput.WriteLineAsync(service);
        await _process.StandardInput.FlushAsync();
        return await NumberAsync(_process);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<long> NumberAsync(Process process) =>
        long.TryParse(await process.StandardOutput.ReadLineAsync(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException("The sink ended early.");
}
