using System.Globalization;

namespace AutoInstr.Viewer.Terminal;

/// <summary>Says how many there are.</summary>
internal static class Quantity
{
    /// <summary>Such as <c>1 span</c> and <c>2 spans</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="singular">The name of one; another <c>s</c> makes several.</param>
    public static string Of(long count, string singular) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {singular}{(count == 1 ? "" : "s")}");
}
