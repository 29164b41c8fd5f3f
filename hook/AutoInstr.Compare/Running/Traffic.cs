using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace AutoInstr.Compare.Running;

/// <summary>Sends requests, one after the other.</summary>
internal sealed class Traffic(IReadOnlyList<TrafficRequest> requests, PlanVariables variables) : IDisposable
{
    // What this process sends must not carry a context of its own: both editions begin their traces themselves.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false });

    /// <summary>Sends all of them.</summary>
    /// <returns>The answers' status codes.</returns>
    /// <exception cref="ComparisonException">One got no answer.</exception>
    public async Task<IReadOnlyList<string>> SendAsync(CancellationToken stop)
    {
        var answers = new List<string>();
        foreach (var request in requests)
        {
            var url = variables.Expand(request.Url);
            try
            {
                using var message = MessageOf(request, url);
                using var response = await _http.SendAsync(message, stop).ConfigureAwait(false);
                answers.Add(string.Create(CultureInfo.InvariantCulture, $"{request.Method} {url}: {(int)response.StatusCode}"));
            }
            catch (Exception e) when (e is HttpRequestException or UriFormatException or InvalidOperationException or FormatException
                or NotSupportedException || (e is TaskCanceledException && !stop.IsCancellationRequested))
            {
                throw new ComparisonException($"{request.Method} {url} of the traffic got no answer: {e.Message}", e);
            }
        }
        return answers;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage MessageOf(TrafficRequest request, string url)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), url);
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(variables.Expand(body)));
        foreach (var (name, value) in request.Headers)
            if (!message.Headers.TryAddWithoutValidation(name, variables.Expand(value)))
                message.Content?.Headers.TryAddWithoutValidation(name, variables.Expand(value));
        if (message.Content is { Headers.ContentType: null } content)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        return message;
    }
}
