namespace AutoInstr.Agent.Exporters.Disk;

/// <summary>Keeps requests on the disk that the receiver could not take for the moment, and answers in its place.</summary>
/// <remarks>As long as the receiver is away nothing is tried with a new request: what has been kept finds out when it is back.</remarks>
/// <param name="inner">What sends, and tells the delivery how it went.</param>
/// <param name="buffer">Where requests are kept.</param>
/// <param name="drain">Sends them later.</param>
/// <param name="delivery">Says how long a request may take, and when the process ends.</param>
internal sealed class BufferHandler(HttpMessageHandler inner, DiskBuffer buffer, BufferDrain drain, Delivery delivery)
    : DelegatingHandler(inner)
{
    /// <summary>How long a request may take when the process ends: what comes after it must reach the disk in time.</summary>
    public static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (drain.IsAway && Keep(request) is { } kept)
            return kept;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hurry = SetLimit(limit);
        HttpResponseMessage response;
        try
        {
            response = base.Send(request, limit.Token);
        }
        catch (Exception exception) when (IsUnanswered(exception) && Keep(request) is { } answer)
        {
            return answer;
        }
        return Settle(request, response);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (drain.IsAway && Keep(request) is { } kept)
            return kept;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hurry = SetLimit(limit);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsUnanswered(exception) && Keep(request) is { } answer)
        {
            return answer;
        }
        return Settle(request, response);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            drain.Dispose();
            buffer.Dispose();
        }
        base.Dispose(disposing);
    }

    private static bool IsUnanswered(Exception exception) => exception is HttpRequestException or IOException or OperationCanceledException;

    private HttpResponseMessage Settle(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (!TransientFailure.Is(response, delivery.Target.IsGrpc, out _) || Keep(request) is not { } kept)
            return response;
        response.Dispose();
        return kept;
    }

    private HttpResponseMessage? Keep(HttpRequestMessage request)
    {
        var kept = BufferedRequest.Of(request.Content!, delivery.Target.IsGrpc, delivery.Items);
        if (buffer.Add(kept) is { } obstacle)
        {
            delivery.Warn($"{delivery.Target.Exporter}: {obstacle}; {delivery.Target.Signal.Data} that do not arrive are lost");
            return null;
        }
        delivery.NoteKept();
        drain.ReceiverIsAway();
        return Answer();
    }

    /// <summary>What a receiver answers that has taken everything.</summary>
    private HttpResponseMessage Answer()
    {
        var answer = new HttpResponseMessage { Content = new ByteArrayContent([]) };
        if (delivery.Target.IsGrpc)
            answer.Headers.Add("grpc-status", "0");
        return answer;
    }

    /// <summary>The client has no limit of its own: what is answered in the receiver's place must not come too late for it.</summary>
    private CancellationTokenRegistration SetLimit(CancellationTokenSource limit)
    {
        var timeout = delivery.Target.Timeout;
        if (timeout > TimeSpan.Zero)
            limit.CancelAfter(timeout);
        return timeout > TimeSpan.Zero && timeout < LastPatience
            ? default
            : delivery.Ending.UnsafeRegister(static request => ((CancellationTokenSource)request!).CancelAfter(LastPatience), limit);
    }
}
