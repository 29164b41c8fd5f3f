using System.Reflection;
using System.Runtime.Loader;

namespace AutoInstr.Doctor;

/// <summary>Lets this program run the very hook, agent and patch engine of the kit, of which it has no copies.</summary>
internal static class KitAssemblies
{
    /// <summary>Begins to answer for assemblies that are not beside this program.</summary>
    /// <param name="kit">The folder of the kit.</param>
    public static void Use(string kit)
    {
        var framework = Framework(Environment.Version);
        string[] folders = [kit, Path.Combine(kit, "agent", framework), Path.Combine(kit, "patches", framework)];
        AssemblyLoadContext.Default.Resolving += (context, name) => Find(context, folders, name);
    }

    /// <summary>The kit's folder for a runtime: one for .NET 8 and 9, one for .NET 10 and later.</summary>
    public static string Framework(Version runtime) => runtime.Major >= 10 ? "net10.0" : "net8.0";

    private static Assembly? Find(AssemblyLoadContext context, string[] folders, AssemblyName name)
    {
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, name.Name + ".dll");
            if (File.Exists(path))
                return context.LoadFromAssemblyPath(path);
        }
        return null;
    }
}
