namespace AutoInstr.Agent.Exporters;

/// <summary>Puts the configured headers on a request.</summary>
/// <param name="inner">What sends.</param>
/// <param name="headers">The headers; they win over those that the exporter sets itself.</param>
internal sealed class HeadersHandler(HttpMessageHandler inner, IReadOnlyList<KeyValuePair<string, string>> headers)
    : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        return base.Send(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        return base.SendAsync(request, cancellationToken);
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
