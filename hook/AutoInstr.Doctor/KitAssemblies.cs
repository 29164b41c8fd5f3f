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
        var agent = Path.Combine(kit, "agent", Environment.Version.Major >= 10 ? "net10.0" : "net8.0");
        string[] folders = [kit, agent, Path.Combine(kit, "patches")];
        AssemblyLoadContext.Default.Resolving += (context, name) => Find(context, folders, name);
    }

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
