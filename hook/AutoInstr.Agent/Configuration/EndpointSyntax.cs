using System.Diagnostics.CodeAnalysis;

namespace AutoInstr.Agent.Configuration;

/// <summary>Addresses as people write them: with a scheme, or as <c>host:port</c>, or as a host alone.</summary>
internal static class EndpointSyntax
{
    /// <summary>Parses an address. <see cref="Uri"/> alone would take the host of <c>otel:4317</c> for a scheme.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="defaultScheme">The scheme of an address without one.</param>
    /// <param name="defaultPort">The port of an address without a scheme and without a port.</param>
    /// <param name="endpoint">An absolute http or https address.</param>
    public static bool TryParse(string text, string defaultScheme, int defaultPort, [NotNullWhen(true)] out Uri? endpoint)
    {
        var schemeless = !text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(schemeless ? defaultScheme + "://" + text : text, UriKind.Absolute, out endpoint))
            return false;
        // "http:/host" would otherwise be a host named http.
        var isHttp = endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps;
        if (!isHttp || endpoint.Host.Length == 0 || (schemeless && endpoint.Host is "http" or "https"))
            return false;
        if (schemeless && !HasPort(text))
            endpoint = new UriBuilder(endpoint) { Port = defaultPort }.Uri;
        return true;
    }

    /// <summary>An address with a path put after its own.</summary>
    public static Uri AppendPath(Uri endpoint, string path)
    {
        var own = endpoint.AbsolutePath.TrimEnd('/');
        if (own.EndsWith("/" + path, StringComparison.OrdinalIgnoreCase))
            return endpoint;
        return new UriBuilder(endpoint) { Path = own + "/" + path }.Uri;
    }

    /// <summary>An address as it may be shown: without user, password and query, where keys are put.</summary>
    public static string Redact(Uri endpoint) => endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The same for what could not be parsed.</summary>
    public static string Redact(string text)
    {
        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
            text = text[..query];
        var user = text.LastIndexOf('@');
        if (user < 0)
            return text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return string.Concat(scheme < 0 ? "" : text[..(scheme + 3)], "[REDACTED]", text[user..]);
    }

    private static bool HasPort(string text)
    {
        var slash = text.IndexOfAny(['/', '?', '#']);
        var authority = slash < 0 ? text : text[..slash];
        return authority.LastIndexOf(':') > authority.LastIndexOf(']');
    }
}
