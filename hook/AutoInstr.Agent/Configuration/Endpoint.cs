using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace AutoInstr.Agent.Configuration;

/// <summary>An http or https address, as people write it: with a scheme, as <c>host:port</c>, or as a host alone.</summary>
/// <remarks>
/// <see cref="Uri"/> would take the host of <c>otel:4317</c> for a scheme. And its first use costs milliseconds, which the start of the
/// application does not pay: the address becomes one with the first export.
/// </remarks>
internal sealed record Endpoint
{
    private const string SchemeEnd = "://";

    /// <summary>Whether the scheme is https.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Name or address of the host; an IPv6 address is in brackets.</summary>
    public required string Host { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>The path, which begins with a slash.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The query with its question mark, or an empty string. May hold a key: never logged.</summary>
    public string Query { get; init; } = "";

    /// <summary>The address as it may be shown, without the query. User and password are not kept at
    /// all: HTTP clients do not send them.</summary>
    public string Address
    {
        get
        {
            var port = Port == (IsEncrypted ? 443 : 80) ? "" : ":" + Port.ToString(CultureInfo.InvariantCulture);
            return (IsEncrypted ? "https://" : "http://") + Host + port + Path;
        }
    }

    /// <summary>The address for an HTTP client.</summary>
    /// <exception cref="UriFormatException">The host is made of allowed characters and still is none.</exception>
    public Uri ToUri() => new(Address + Query);

    /// <summary>The address with a path put after its own, unless it has it already.</summary>
    public Endpoint Append(string path)
    {
        var own = Path.TrimEnd('/');
        return own.EndsWith("/" + path, StringComparison.OrdinalIgnoreCase) ? this : this with { Path = own + "/" + path };
    }

    /// <inheritdoc/>
    public override string ToString() => Address;

    /// <summary>Parses an address.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="isEncrypted">Whether an address without a scheme means https.</param>
    /// <param name="defaultPort">The port of an address without a scheme and without a port.</param>
    /// <param name="endpoint">The address.</param>
    public static bool TryParse(string text, bool isEncrypted, int defaultPort, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = null;
        var authority = text;
        var schemeEnd = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (schemeEnd >= 0)
        {
            var scheme = text[..schemeEnd];
            isEncrypted = scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
            if (!isEncrypted && !scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
                return false;
            defaultPort = isEncrypted ? 443 : 80;
            authority = text[(schemeEnd + SchemeEnd.Length)..];
        }
        CutOff(ref authority, '#');
        var query = CutOff(ref authority, '?');
        var path = CutOff(ref authority, '/');
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (!TrySplit(authority, defaultPort, out var host, out var port))
            return false;
        endpoint = new Endpoint
        {
            IsEncrypted = isEncrypted,
            Host = host,
            Port = port,
            Path = path.Length == 0 ? "/" : path,
            Query = query,
        };
        return true;
    }

    /// <summary>What could not be parsed, as it may be shown: without user, password and query, where keys are put.</summary>
    public static string Redact(string text)
    {
        CutOff(ref text, '?');
        var user = text.LastIndexOf('@');
        if (user < 0)
            return text;
        var scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        return (scheme < 0 ? "" : text[..(scheme + SchemeEnd.Length)]) + "[REDACTED]" + text[user..];
    }

    /// <summary>Takes off what begins with a character.</summary>
    private static string CutOff(ref string text, char start)
    {
        var index = text.IndexOf(start, StringComparison.Ordinal);
        if (index < 0)
            return "";
        var tail = text[index..];
        text = text[..index];
        return tail;
    }

    private static bool TrySplit(string authority, int defaultPort, out string host, out int port)
    {
        var colon = authority.LastIndexOf(':');
        port = defaultPort;
        host = authority;
        if (colon > authority.LastIndexOf(']'))
        {
            host = authority[..colon];
            if (!int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) ||
                port is 0 or > ushort.MaxValue)
                return false;
        }
        return host.StartsWith('[') ? host.EndsWith(']') && IPAddress.TryParse(host, out _) : IsName(host);
    }

    private static bool IsName(string host)
    {
        foreach (var character in host)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('-' or '.' or '_'))
                return false;
        }
        return host.Length > 0;
    }
}
