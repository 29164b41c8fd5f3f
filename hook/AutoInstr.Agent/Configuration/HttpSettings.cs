using System.Text.RegularExpressions;

namespace AutoInstr.Agent.Configuration;

/// <summary>HTTP spans.</summary>
internal sealed record HttpSettings
{
    /// <summary>The URLs by which orchestrators, load balancers and Prometheus look after a process: what nobody else is named by, below
    /// any path; the rest only at the root, since an application may have such resources itself.</summary>
    public const string Probes =
        @"(?i)^[a-z]+://[^/?]+/(?:(?:[^?]*/)?(?:health(?:z|check|-check)?(?:/[\w.-]+)?|livez|readyz|grpc\.health\.v1\.Health/\w+)" +
        @"|live|liveness|alive|ready|readiness|startupz?|hc|metrics)/?(?:\?|$)";

    /// <summary>Regular expressions of request URLs that make no server span (AUTOINSTR_EXCLUDED_URLS, AUTOINSTR_EXCLUDE_PROBES);
    /// found anywhere in the URL.</summary>
    public IReadOnlyList<string> ExcludedUrls { get; init; } = [];

    /// <summary>Lower-case names of headers captured on server spans, from the request.</summary>
    public IReadOnlyList<string> ServerRequestHeaders { get; init; } = [];

    /// <summary>Lower-case names of headers captured on server spans, from the response.</summary>
    public IReadOnlyList<string> ServerResponseHeaders { get; init; } = [];

    /// <summary>Lower-case names of headers captured on client spans, from the request.</summary>
    public IReadOnlyList<string> ClientRequestHeaders { get; init; } = [];

    /// <summary>Lower-case names of headers captured on client spans, from the response.</summary>
    public IReadOnlyList<string> ClientResponseHeaders { get; init; } = [];

    /// <summary>
    /// Regular expressions of header names whose captured value is replaced by <c>[REDACTED]</c> (AUTOINSTR_SANITIZED_HEADERS); they match
    /// the whole name, without case.
    /// </summary>
    public IReadOnlyList<string> SanitizedHeaders { get; init; } =
    [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token", "x-csrf-token",
        "x-xsrf-token",
        ".*(secret|password|session|token).*",
    ];

    /// <summary>Reads these settings.</summary>
    /// <param name="reader">The environment.</param>
    public static HttpSettings Read(SettingReader reader) => new()
    {
        ExcludedUrls =
        [
            .. ReadPatterns(reader, "AUTOINSTR_EXCLUDED_URLS"),
            .. reader.Boolean("AUTOINSTR_EXCLUDE_PROBES", false) ? [Probes] : Array.Empty<string>(),
        ],
        ServerRequestHeaders = ReadHeaderNames(reader, "OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"),
        ServerResponseHeaders = ReadHeaderNames(reader, "OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS"),
        ClientRequestHeaders = ReadHeaderNames(reader, "OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"),
        ClientResponseHeaders = ReadHeaderNames(reader, "OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS"),
        SanitizedHeaders = ReadSanitizedHeaders(reader),
    };

    /// <summary>The default stays when nothing that was named is a pattern: a slip must not lay secrets open.</summary>
    private static IReadOnlyList<string> ReadSanitizedHeaders(SettingReader reader)
    {
        const string name = "AUTOINSTR_SANITIZED_HEADERS";
        if ("none".Equals(reader.Text(name), StringComparison.OrdinalIgnoreCase))
            return [];
        var patterns = ReadPatterns(reader, name);
        return patterns.Count > 0 ? patterns : new HttpSettings().SanitizedHeaders;
    }

    private static List<string> ReadPatterns(SettingReader reader, string name)
    {
        var patterns = new List<string>();
        foreach (var pattern in reader.List(name))
        {
            if (IsRegularExpression(pattern))
                patterns.Add(pattern);
            else
                reader.Replaced(name, pattern, "is not a regular expression", "the rest of the list");
        }
        return patterns;
    }

    /// <summary>Whether a text is a regular expression. By itself, so that only who has a pattern loads the engine.</summary>
    public static bool IsRegularExpression(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static List<string> ReadHeaderNames(SettingReader reader, string name)
    {
        var names = new List<string>();
        foreach (var entry in reader.List(name))
        {
            if (!HeaderSyntax.IsName(entry))
                reader.Replaced(name, entry, "is not the name of a header", "the rest of the list");
            else if (entry.ToLowerInvariant() is var lower && !names.Contains(lower))
                names.Add(lower);
        }
        return names;
    }
}
