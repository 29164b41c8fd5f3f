using System.Reflection;
using System.Runtime.Loader;

namespace PatchedApp;

/// <summary>Copies of the library, as plug-ins bring them along.</summary>
internal static class LoadContexts
{
    private static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "PatchedLibrary.dll");

    public static void Run()
    {
        Use("one", new AssemblyLoadContext("one").LoadFromAssemblyPath(Path));
        Use("second", new AssemblyLoadContext("second").LoadFromAssemblyPath(Path));
        Use("file", Assembly.LoadFile(Path));
        Use("unloadable", new AssemblyLoadContext("unloadable", isCollectible: true).LoadFromAssemblyPath(Path));
        Use("from", Assembly.LoadFrom(Path));
        Use("default", typeof(PatchedLibrary.Calculator).Assembly);
        Console.WriteLine(string.Join(' ', AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name == "PatchedLibrary")
            .Select(assembly => AssemblyLoadContext.GetLoadContext(assembly)!.Name ?? "(none)")));
    }

    private static void Use(string context, Assembly library)
    {
        var calculator = Activator.CreateInstance(library.GetType("PatchedLibrary.Calculator")!)!;
        Console.WriteLine($"{context} {calculator.GetType().GetMethod("Add")!.Invoke(calculator, [1, context.Length])}");
    }
}
