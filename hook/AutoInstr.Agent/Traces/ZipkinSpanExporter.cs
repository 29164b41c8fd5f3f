using System.Net.Http.Headers;
using AutoInstr.Agent.Exporters;

namespace AutoInstr.Agent.Traces;

/// <summary>Sends encoded spans to Zipkin's HTTP API, version 2, as a JSON list.</summary>
/// <param name="endpoint">Where to.</param>
/// <param name="client">Sends.</param>
internal sealed class ZipkinSpanExporter(Uri endpoint, HttpClient client) : BatchExporter
{
    /// <inheritdoc/>
    public override bool Export(EncodedBatch batch)
    {
        // The spans come with a comma before each; the first one makes place for the bracket.
        var body = new byte[Math.Max(1, batch.Length) + 1];
        var length = 0;
        foreach (var scope in batch.Scopes)
        {
            scope.CopyTo(body.AsSpan(length));
            length += scope.Length;
        }
        (body[0], body[^1]) = ((byte)'[', (byte)']');

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        return response.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public override void ShutDown(int timeout) => client.CancelPendingRequests();

    /// <inheritdoc/>
    public override void Dispose() => client.Dispose();
}
