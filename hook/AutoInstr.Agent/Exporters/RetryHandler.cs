namespace AutoInstr.Agent.Exporters;

/// <summary>Sends a request again when the receiver could not take it for the moment:
/// https://opentelemetry.io/docs/specs/otlp/#failures.</summary>
/// <remarks>The end of the process cuts a wait short, once: from then on it is a receiver that answers which is waited for.</remarks>
/// <param name="inner">What sends, and tells the delivery how it went.</param>
/// <param name="delivery">Says how long a request may take, and when the process ends.</param>
internal sealed class RetryHandler(HttpMessageHandler inner, Delivery delivery) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(delivery);
        while (true)
        {
            TimeSpan wait;
            try
            {
                var response = base.Send(request, cancellationToken);
                if (!attempts.MayFollow(response, out wait))
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException exception) when (attempts.MayFollow(exception, out wait))
            {
            }
            using (var cut = CutShort(cancellationToken))
                cut.Token.WaitHandle.WaitOne(wait);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(delivery);
        while (true)
        {
            TimeSpan wait;
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (!attempts.MayFollow(response, out wait))
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException exception) when (attempts.MayFollow(exception, out wait))
            {
            }
            using (var cut = CutShort(cancellationToken))
                await Task.Delay(wait, cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private CancellationTokenSource CutShort(CancellationToken cancellationToken) => delivery.Ending.IsCancellationRequested
        ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken)
        : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, delivery.Ending);
}
