using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AutoInstr.Compare.Running;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>What a client asked.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">With the query.</param>
/// <param name="Headers">By name, compared without case.</param>
/// <param name="Body">As text.</param>
internal sealed record EndpointRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What it is answered.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">As text.</param>
/// <param name="ContentType">Of the body.</param>
internal sealed record EndpointAnswer(int Status, string Body = "", string ContentType = "text/plain")
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>A plain HTTP server on a free port of the loopback interface that stands for a service of the cloud.</summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<EndpointRequest, Task<EndpointAnswer>> _answer;
    private readonly ConcurrentQueue<EndpointRequest> _requests = new();
    private readonly Task _serving;

    private HttpEndpoint(HttpListener listener, Uri address, Func<EndpointRequest, Task<EndpointAnswer>> answer)
    {
        (_listener, Address, _answer) = (listener, address, answer);
        _serving = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>What was asked so far, in order.</summary>
    public IReadOnlyCollection<EndpointRequest> Requests => _requests;

    /// <summary>Starts one.</summary>
    public static HttpEndpoint Start(Func<EndpointRequest, EndpointAnswer> answer) => Start(request => Task.FromResult(answer(request)));

    /// <summary>Starts one that takes its time.</summary>
    public static HttpEndpoint Start(Func<EndpointRequest, Task<EndpointAnswer>> answer)
    {
        while (true)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
            var listener = new HttpListener { Prefixes = { address.AbsoluteUri } };
            try
            {
                listener.Start();
                return new HttpEndpoint(listener, address, answer);
            }
            catch (HttpListenerException)
            {
                // Somebody else was faster to take the port.
                listener.Close();
            }
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var headers = context.Request.Headers.AllKeys.ToDictionary(
                name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
            var request = new EndpointRequest(context.Request.HttpMethod, context.Request.RawUrl!, headers, await reader.ReadToEndAsync());
            _requests.Enqueue(request);

            var answer = await _answer(request);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            foreach (var (name, value) in answer.Headers)
                context.Response.Headers[name] = value;
            var body = Encoding.UTF8.GetBytes(answer.Body);
            if (answer.Status != 204)
            {
                context.Response.ContentLength64 = body.Length;
                await context.Response.OutputStream.WriteAsync(body);
            }
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The client has gone, or the endpoint has.
        }
    }
}
