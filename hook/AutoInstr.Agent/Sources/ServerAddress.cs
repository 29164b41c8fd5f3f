using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Agent.Sources;

/// <summary>Takes apart what libraries write as one.</summary>
internal static class ServerAddress
{
    /// <summary>Sets server.address and server.port from <c>host</c>, <c>host:port</c> or <c>[::1]:port</c>; a scheme before it and a path
    /// after it are left out.</summary>
    public static void Set(Activity activity, ReadOnlySpan<char> server)
    {
        int scheme = server.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            server = server[(scheme + 3)..];
        int path = server.IndexOf('/');
        if (path >= 0)
            server = server[..path];
        int colon = server.LastIndexOf(':');
        if (colon > server.LastIndexOf(']') &&
            int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            activity.SetTag("server.port", port);
            server = server[..colon];
        }

        if (!server.IsEmpty)
            activity.SetTag("server.address", server.Trim("[]").ToString());
    }
}
