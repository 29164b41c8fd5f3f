namespace AutoInstr.Agent.Exporters;

/// <summary>Tells the delivery how a request went.</summary>
/// <param name="inner">What sends.</param>
/// <param name="delivery">What is told.</param>
internal sealed class DeliveryHandler(HttpMessageHandler inner, Delivery delivery) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
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
}
