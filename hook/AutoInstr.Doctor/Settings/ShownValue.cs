using AutoInstr.Agent.Configuration;

namespace AutoInstr.Doctor.Settings;

/// <summary>The value of a setting as it may be shown: without what may be a secret.</summary>
internal static class ShownValue
{
    private const string Hidden = "[hidden]";

    /// <summary>Values of headers are hidden, and in addresses user, password and query.</summary>
    public static string Of(string name, string value)
    {
        value = value.Trim();
        if (name.StartsWith("OTEL_EXPORTER_", StringComparison.Ordinal) && name.EndsWith("_HEADERS", StringComparison.Ordinal))
            return string.Join(',', value.Split(',').Select(Header));
        if (name.EndsWith("_ENDPOINT", StringComparison.Ordinal))
            return value.Contains('?', StringComparison.Ordinal) ? Endpoint.Redact(value) + "?" + Hidden : Endpoint.Redact(value);
        return value.Contains("-----BEGIN", StringComparison.Ordinal) ? Hidden : value;
    }

    /// <summary>What stands where a name should be can be a bare token.</summary>
    private static string Header(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && HeaderSyntax.IsName(entry[..equals].Trim()) ? $"{entry[..equals].Trim()}={Hidden}" : Hidden;
    }
}
