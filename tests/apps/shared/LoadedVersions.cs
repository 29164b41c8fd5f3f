using System.Reflection;
using System.Runtime.Loader;

/// <summary>Prints which assemblies of packages the application's own contexts have loaded, for
/// comparison with and without the hook.</summary>
internal static class LoadedVersions
{
    public static void Print()
    {
        // The agent may be the first to ask for a package of the application's, so all of them are loaded before they are listed.
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.Extensions.*.dll"))
            Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(file)));
        var lines = AppDomain.CurrentDomain.GetAssemblies()
            .Where(
                assembly => AssemblyLoadContext.GetLoadContext(assembly)?.Name != "AutoInstr" &&
                    assembly.GetName().Name != "AutoInstr.StartupHook")
            .Where(
                assembly => assembly.GetName().Name is { } name &&
                    (name.StartsWith("Microsoft.Extensions.") || name.StartsWith("OpenTelemetry") || name.StartsWith("Plugin")))
            .Select(assembly => $"{AssemblyLoadContext.GetLoadContext(assembly)?.Name}: {assembly.FullName} {assembly.Location}")
            .Order(StringComparer.Ordinal);
        foreach (var line in lines)
            Console.WriteLine(line);
        // Where every part of the process meets, there must be one, and the application's.
        var meeting = typeof(System.Diagnostics.ActivitySource).Assembly;
        Console.WriteLine($"{meeting.FullName} {meeting.Location}");
        Console.WriteLine(
            "copies: " + AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == meeting.GetName().Name));
    }
}
