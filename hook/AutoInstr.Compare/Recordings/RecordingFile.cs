using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>A file of OTLP JSON, a line per request, as <c>autoinstr collect --output</c> and the collector's file exporter
/// write it.</summary>
internal static class RecordingFile
{
    /// <summary>Reads it, line by line.</summary>
    /// <exception cref="ComparisonException">It cannot be read, is not OTLP JSON, or has no span.</exception>
    public static Recording Read(string path)
    {
        var spans = new List<Span>();
        var rejected = 0;
        try
        {
            foreach (var request in OtlpJsonLines.ReadFile(path))
            {
                spans.AddRange(request.Spans);
                rejected += request.Rejected;
            }
        }
        catch (FormatException e)
        {
            throw new ComparisonException(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComparisonException($"the recording {path} cannot be read: {e.Message}", e);
        }
        return spans.Count > 0
            ? Recording.Of(spans, rejected)
            : throw new ComparisonException($"{path} has no span; expected are lines of OTLP JSON with resourceSpans");
    }
}
