using AutoInstr.Viewer;
using AutoInstr.Viewer.Decoding;

namespace AutoInstr.Compare.Recordings;

/// <summary>A file of OTLP JSON, a line per request, as <c>autoinstr collect --output</c> and the collector's file exporter
/// write it.</summary>
internal static class RecordingFile
{
    /// <summary>Reads it, line by line.</summary>
    /// <exception cref="ComparisonException">It cannot be read, is not OTLP JSON, or has no span.</exception>
    public static Recording Read(string path)
    {
        var store = new TelemetryStore(new TraceStore(int.MaxValue), new LogStore(int.MaxValue), new MetricStore(int.MaxValue));
        try
        {
            foreach (var request in OtlpJsonLines.ReadFile(path))
                store.Add(request);
        }
        catch (FormatException e)
        {
            throw new ComparisonException(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"the recording {path} cannot be read: {e.Message}", e);
        }
        return store.Traces.Spans.Count > 0
            ? Recording.Of(store)
            : throw new ComparisonException($"{path} has no span; expected are lines of OTLP JSON with resourceSpans");
    }
}
