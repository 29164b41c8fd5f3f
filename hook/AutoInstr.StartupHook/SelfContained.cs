using System;
using System.IO;
using System.Reflection;

namespace AutoInstr;

/// <summary>How the application was published.</summary>
internal static class SelfContained
{
    /// <summary>Whether the application's assemblies are bundled in its executable.</summary>
    public static bool IsSingleFile => string.IsNullOrEmpty(Assembly.GetEntryAssembly()?.Location);

    /// <summary>Whether the application brought the runtime along: such a one ignores DOTNET_ADDITIONAL_DEPS.</summary>
    public static bool IsSelfContained
    {
        get
        {
            var coreLibrary = typeof(object).Assembly.Location;
            return coreLibrary.Length == 0
                || string.Equals(
                    Path.GetDirectoryName(coreLibrary), Path.GetDirectoryName(AppContext.BaseDirectory), StringComparison.Ordinal);
        }
    }
}
