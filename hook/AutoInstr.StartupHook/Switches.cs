using System;

namespace AutoInstr;

/// <summary>The few settings that the hook itself reads; the agent reads all others.</summary>
internal static class Switches
{
    /// <summary>Whether a variable is set to a value, compared without case and surrounding white space.</summary>
    public static bool Is(string variable, string value) =>
        string.Equals(Environment.GetEnvironmentVariable(variable)?.Trim(), value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a variable is set to <c>true</c>, the only value that switches something on
    /// by the OpenTelemetry specification.</summary>
    public static bool IsTrue(string variable) => Is(variable, "true");

    /// <summary>Whether a comma-separated list in a variable names one of two things, compared without case.</summary>
    public static bool Lists(string variable, string name, string otherName)
    {
        foreach (var entry in (Environment.GetEnvironmentVariable(variable) ?? "").Split(','))
        {
            var item = entry.Trim();
            if (item.Length > 0 &&
                (string.Equals(item, name, StringComparison.OrdinalIgnoreCase) ||
                    string.Equals(item, otherName, StringComparison.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }
}
