using System.Data.Common;
using System.Globalization;

namespace AutoInstr.Sql;

/// <summary>The port of a server, which ADO.NET tells in the connection string alone.</summary>
internal static class ServerPort
{
    private static volatile Entry? _last;

    private sealed record Entry(string ConnectionString, int? Port);

    /// <summary>The port that a connection names; <see langword="null"/> when it leaves it to the provider.</summary>
    public static int? Of(DbConnection connection)
    {
        string text = connection.ConnectionString;
        Entry? entry = _last;
        if (entry is null || entry.ConnectionString != text)
            _last = entry = new Entry(text, Find(text));
        return entry.Port;
    }

    private static int? Find(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return parts.TryGetValue("port", out object? value) &&
            int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null;
    }
}
