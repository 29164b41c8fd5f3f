using AutoInstr.Viewer.Model;

namespace AutoInstr.Compare.Recordings;

/// <summary>What an operation was about, as far as both editions can be expected to say the same.</summary>
/// <remarks>It only tells apart siblings that are alike otherwise; a wrong or absent subject never prevents a match.</remarks>
internal static class SpanSubject
{
    // Each row is one thing under its current name and the older ones. Addresses are left out: ports are others in every run.
    private static readonly string[][] Things =
    [
        ["http.request.method", "http.method"],
        ["http.response.status_code", "http.status_code"],
        ["url.query"],
        ["db.query.text", "db.statement"],
        ["db.collection.name", "db.sql.table", "db.mongodb.collection"],
        ["messaging.destination.name", "messaging.destination"],
        ["rpc.method"],
        ["error.type"],
    ];

    private static readonly string[] Locations = ["url.path", "url.full", "http.target", "http.url"];

    /// <summary>Hashes it.</summary>
    public static ulong Of(Span span)
    {
        var hash = Fingerprint.Of(PathOf(span));
        foreach (var names in Things)
        {
            var value = names.Select(name => span.Attributes[name]?.ToString()).FirstOrDefault(static value => value is not null);
            hash = Fingerprint.Of(value ?? "", hash);
        }
        return hash;
    }

    /// <summary>The path of the URL, which is there whole, in part or as a path.</summary>
    public static string PathOf(Span span)
    {
        foreach (var name in Locations)
        {
            if (span.Attributes[name] is not string location)
                continue;
            var start = location.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0
                ? location.IndexOf('/', scheme + 3)
                : 0;
            return start < 0 ? "/" : location[start..].Split('?', '#')[0];
        }
        return "";
    }
}
