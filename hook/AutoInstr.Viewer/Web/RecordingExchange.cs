using System.Buffers;
using System.Text;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;
using Google.Protobuf;
using TooLarge = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace AutoInstr.Viewer.Web;

/// <summary>Recordings that leave the viewer and come into it: lines of OTLP JSON.</summary>
/// <param name="store">What is exported, and where imports go.</param>
/// <param name="traces">The traces in order.</param>
/// <param name="logs">The log records in order.</param>
internal sealed class RecordingExchange(TelemetryStore store, TraceList traces, LogList logs)
{
    /// <summary>How many bytes an import may have.</summary>
    public const int LargestImport = 256 << 20;

    private const int RecordsInLine = 1000;
    private const string ImportHeader = "X-AutoInstr-Import";

    /// <summary>What is asked for, a line for each trace, each thousand log records and all metrics: one trace (<c>id</c>) with its log
    /// records; or, of <c>signal</c> (traces, logs, metrics; without it all three), what a filter lets through. Metrics are not filtered;
    /// without a signal, a filter is one of traces, and goes for their log records.</summary>
    public async Task ExportAsync(HttpContext context)
    {
        var signal = context.Request.Query["signal"].ToString();
        if (signal is not ("" or "traces" or "logs" or "metrics"))
        {
            await context.FailAsync(StatusCodes.Status400BadRequest, $"signal '{signal}' is none of traces, logs, metrics")
                .ConfigureAwait(false);
            return;
        }
        if (await context.FilterAsync(TraceFilter.Of).ConfigureAwait(false) is not { } wanted)
            return;
        var filter = await context.FilterAsync(query => signal == "logs" ? LogFilter.Of(query) : new LogFilter()).ConfigureAwait(false);
        if (filter is null)
            return;
        var id = context.Request.Query["id"].ToString();
        var all = wanted == new TraceFilter();
        IReadOnlyList<Trace> found = id.Length > 0 ? store.Traces.Find(id) is { } trace ? [trace] : []
            : signal is "" or "traces" ? [.. traces.Rows.Reverse().Where(wanted.Matches).Select(static row => row.Trace)]
            : [];
        IEnumerable<LogRecord> records = signal is "" or "logs" && id.Length == 0 && (all || signal == "logs")
            ? logs.Read().Records.Reverse().Where(filter.Matches)
            : signal.Length == 0 ? found.SelectMany(one => store.Logs.Of(one.Id))
            : [];
        var areMetricsWanted = id.Length == 0 && (signal == "metrics" || (signal.Length == 0 && all));
        IEnumerable<MetricSeries> series = areMetricsWanted ? store.Metrics.Series : [];

        context.Response.ContentType = "application/x-ndjson";
        var name = id.Length > 0 ? "trace" : signal.Length > 0 ? signal : "telemetry";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.jsonl\"";
        foreach (var one in found)
            await WriteAsync(context, SpanRequests.Of(one.Spans)).ConfigureAwait(false);
        foreach (var chunk in records.Chunk(RecordsInLine))
            await WriteAsync(context, LogRequests.Of(chunk)).ConfigureAwait(false);
        foreach (var chunk in series.GroupBy(static one => one.Instrument.Service))
            await WriteAsync(context, MetricRequests.Of(chunk)).ConfigureAwait(false);
    }

    /// <summary>Takes a recording, up to the first line that is none.</summary>
    public async Task ImportAsync(HttpContext context)
    {
        // A header that no other page's form can send.
        if (!context.Request.Headers.ContainsKey(ImportHeader))
        {
            await context.FailAsync(StatusCodes.Status403Forbidden, $"the header {ImportHeader} is missing").ConfigureAwait(false);
            return;
        }
        var (spans, records, points, number) = (0, 0, 0, 0);
        try
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            while (await reader.ReadLineAsync(context.RequestAborted).ConfigureAwait(false) is { } line)
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                foreach (var request in OtlpJsonLines.Read(line))
                {
                    store.Add(request);
                    spans += request.Spans.Count;
                    records += request.LogRecords.Count;
                    points += request.Points.Count;
                }
            }
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or TooLarge)
        {
            var message = e is TooLarge
                ? $"a recording has {LargestImport >> 20} MB at most"
                : $"line {number} is no OTLP JSON request ({e.Message}); "
                    + $"{spans} spans, {records} log records and {points} data points before it were taken";
            await context.FailAsync(StatusCodes.Status400BadRequest, message).ConfigureAwait(false);
            return;
        }
        await context.AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("spans", spans);
            json.WriteNumber("logRecords", records);
            json.WriteNumber("dataPoints", points);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, IMessage request)
    {
        OtlpJsonWriter.Write(context.Response.BodyWriter, request);
        context.Response.BodyWriter.Write("\n"u8);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
