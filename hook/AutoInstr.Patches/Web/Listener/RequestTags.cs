using System.Net;
using System.Text;

namespace AutoInstr.Patches.Web.Listener;

/// <summary>A request as the conventions for HTTP server spans have it, known before the span begins, so that samplers see it.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span</remarks>
internal static class RequestTags
{
    /// <summary>Stands for every method that is not known.</summary>
    public const string OtherMethod = "_OTHER";

    private static readonly HashSet<string> KnownMethods =
        new(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "CONNECT"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The method, as <c>http.request.method</c> has it.</summary>
    public static string Method(HttpListenerRequest request) =>
        KnownMethods.TryGetValue(request.HttpMethod, out var known) ? known : OtherMethod;

    /// <summary>The attributes.</summary>
    public static List<KeyValuePair<string, object?>> Of(HttpListenerRequest request, string method)
    {
        var tags = new List<KeyValuePair<string, object?>>(12) { new("http.request.method", method) };
        if (method != request.HttpMethod)
            tags.Add(new("http.request.method_original", request.HttpMethod));
        if (request.Url is { } url)
        {
            tags.Add(new("url.scheme", url.Scheme));
            tags.Add(new("url.path", url.AbsolutePath));
            if (url.Query.Length > 1)
                tags.Add(new("url.query", Redacted(url.Query)));
            tags.Add(new("server.address", url.Host.Trim('[', ']')));
            tags.Add(new("server.port", url.Port));
        }
        tags.Add(new("network.protocol.version", request.ProtocolVersion.ToString()));
        if (request.UserAgent is { } agent)
            tags.Add(new("user_agent.original", agent));
        AddPeer(tags, request);
        return tags;
    }

    private static void AddPeer(List<KeyValuePair<string, object?>> tags, HttpListenerRequest request)
    {
        try
        {
            if (request.RemoteEndPoint is not { } peer)
                return;
            var address = peer.Address.ToString();
            tags.Add(new("client.address", address));
            tags.Add(new("network.peer.address", address));
            tags.Add(new("network.peer.port", peer.Port));
        }
        catch (Exception)
        {
            // The client is gone already, and with it the socket that knows its address.
        }
    }

    /// <summary>The keys of a query and none of its values, as for ASP.NET Core.</summary>
    private static string Redacted(string query)
    {
        var text = new StringBuilder(query.Length);
        foreach (var part in query[1..].Split('&'))
        {
            if (text.Length > 0)
                text.Append('&');
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            text.Append(equals < 0 ? part : string.Concat(part.AsSpan(0, equals), "=Redacted"));
        }
        return text.ToString();
    }
}
