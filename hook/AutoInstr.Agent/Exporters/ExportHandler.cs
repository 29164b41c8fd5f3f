namespace AutoInstr.Agent.Exporters;

/// <summary>Puts the configured headers on a request, and tells the delivery how it went.</summary>
/// <param name="inner">What sends.</param>
/// <param name="headers">The headers; they win over those that the exporter sets itself.</param>
/// <param name="delivery">What is told.</param>
internal sealed class ExportHandler(
    HttpMessageHandler inner, IReadOnlyList<KeyValuePair<string, string>> headers, Delivery delivery) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        try
        {
            var response = base.Send(request, cancellationToken);
            Unread(response)?.ReadAhead(cancellationToken);
            delivery.Note(response);
            return response;
        }
        catch (Exception exception)
        {
            delivery.Note(exception);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddHeaders(request);
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (Unread(response) is { } answer)
                await answer.ReadAheadAsync(cancellationToken).ConfigureAwait(false);
            delivery.Note(response);
            return response;
        }
        catch (Exception exception)
        {
            delivery.Note(exception);
            throw;
        }
    }

    /// <summary>The exporter reads answers of gRPC by itself, to their end, where the status is;
    /// of others it reads the status alone.</summary>
    private AnswerContent? Unread(HttpResponseMessage response) =>
        delivery.Target.Protocol is not null && AnswerContent.Replace(response) is { } answer && !delivery.Target.IsGrpc ? answer : null;

    private void AddHeaders(HttpRequestMessage request)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
