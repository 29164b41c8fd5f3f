using AutoInstr.Agent.Sources.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AutoInstr.Agent.AspNetCore;

/// <summary>What a request has when its span is sampled, by the semantic conventions' names.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span. The route is there once it
/// has been found.</remarks>
internal static class RequestAttributes
{
    private const string Header = "http.request.header.";

    /// <summary>The value of an attribute, or <see langword="null"/>.</summary>
    /// <param name="request">The request's <see cref="HttpContext"/>.</param>
    /// <param name="key">The attribute.</param>
    public static string? Find(object request, string key)
    {
        if (request is not HttpContext { Request: { } incoming } context)
            return null;
        return key switch
        {
            "http.request.method" => incoming.Method,
            "url.path" => incoming.PathBase.HasValue ? (incoming.PathBase + incoming.Path).Value : incoming.Path.Value,
            "url.query" => incoming.QueryString.Value is { Length: > 0 } query ? query[1..] : null,
            "url.scheme" => incoming.Scheme,
            "server.address" => incoming.Host.Host,
            IncomingRequest.Route => RouteOf(context),
            "user_agent.original" => First(incoming, "User-Agent"),
            _ when key.StartsWith(Header, StringComparison.Ordinal) => First(incoming, key[Header.Length..]),
            _ => null,
        };
    }

    /// <summary>As the span shows it.</summary>
    private static string? RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static string? First(HttpRequest request, string header) =>
        request.Headers.TryGetValue(header, out var values) ? values[0] : null;
}
