using System.Collections.Concurrent;
using System.Security.Cryptography;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Terminal;
using AutoInstr.Viewer.Web;
using Microsoft.AspNetCore.Connections;

namespace AutoInstr.Viewer.Collect;

/// <summary>The program <c>autoinstr collect</c>: receives until it is told to stop, and shows traces as they are complete, log records and
/// metrics as they come.</summary>
/// <param name="output">Where trees, lines and the summary go.</param>
/// <param name="error">Where one line goes when something is wrong.</param>
internal sealed class CollectCommand(TextWriter output, TextWriter error)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;
    private const int MaxRemembered = 100_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<string> _touched = new();
    private readonly TraceCompletion _completion = new(TimeProvider.System);
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        CollectOptions options;
        try
        {
            options = CollectOptions.Parse(arguments);
        }
        catch (FormatException e)
        {
            return Fail($"{e.Message} (--help lists the options)", WrongUsage);
        }
        if (options.Help)
        {
            await output.WriteLineAsync(CollectOptions.Usage).ConfigureAwait(false);
            return Success;
        }
        try
        {
            using var file = options.OutputFile is null ? null : new JsonLinesFile(options.OutputFile, Complain);
            await using var receiver = await OtlpReceiver.StartAsync(options.Receiver, stop).ConfigureAwait(false);
            await using var viewer = options.Ui
                ? await ViewerServer.StartAsync(receiver.Telemetry, OtlpReceiver.AddressOf(options.Receiver.Host), options.UiPort, stop)
                    .ConfigureAwait(false)
                : null;
            foreach (var request in options.Recordings.SelectMany(OtlpJsonLines.ReadFile))
                receiver.Telemetry.Add(request);
            await CollectAsync(receiver, viewer, options, file, stop).ConfigureAwait(false);
            return Success;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Fail($"{e.Message.TrimEnd('.')} (--grpc-port, --http-port and --ui-port choose other ports)", Failure);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException
            or FormatException)
        {
            return Fail(e.Message, Failure);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Success;
        }
    }

    private async Task CollectAsync(
        OtlpReceiver receiver, ViewerServer? viewer, CollectOptions options, JsonLinesFile? file, CancellationToken stop)
    {
        var look = TreeOptions.ForStandardOutput();
        look = look with { Colour = look.Colour && !options.NoColour, Attributes = options.Attributes ?? look.Attributes };
        var tree = new TraceTree(look);
        IReadOnlyList<Signal> shown = options.Quiet ? [] : options.Signals;
        var lines = new LiveLines(new SignalLines(look), shown);
        receiver.Received += batch =>
        {
            file?.Write(batch);
            lines.Note(batch);
            if (shown.Contains(Signal.Traces))
                foreach (var span in batch.Spans)
                    _touched.Enqueue(span.TraceId);
        };
        var endpoints = $"OTLP/gRPC on {Text(receiver.GrpcEndpoint)}, OTLP/HTTP on {Text(receiver.HttpEndpoint)}";
        await output.WriteLineAsync($"listening: {endpoints}").ConfigureAwait(false);
        if (viewer is not null)
            await output.WriteLineAsync($"viewer: {Text(viewer.Address)}").ConfigureAwait(false);

        using var pace = new PeriodicTimer(Pace);
        try
        {
            while (await pace.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                lines.Show(output);
                NoteTouched();
                Show(_completion.TakeDue(receiver.Store.Find), tree);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop: what came is shown first.
        }
        lines.Show(output);
        NoteTouched();
        Show(_completion.TakeAll(receiver.Store.Find), tree);
        await output.WriteLineAsync($"{(options.Quiet ? "" : "\n")}{ReceivedSummary.Of(receiver.Telemetry)}").ConfigureAwait(false);
    }

    private void NoteTouched()
    {
        while (_touched.TryDequeue(out var traceId))
            _completion.Touch(traceId);
    }

    private void Show(IReadOnlyList<Trace> traces, TraceTree tree)
    {
        foreach (var trace in traces)
        {
            if (_shown.Count == MaxRemembered)
                _shown.Clear();
            output.WriteLine();
            if (!_shown.Add(trace.Id))
                output.WriteLine("more spans have come:");
            output.Write(tree.Render(trace));
        }
    }

    private int Fail(string message, int exitCode)
    {
        Complain(message);
        return exitCode;
    }

    private void Complain(string message) => error.WriteLine($"autoinstr collect: {message}");

    private static string Text(Uri endpoint) => endpoint.ToString().TrimEnd('/');
}
