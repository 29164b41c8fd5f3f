using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Options;

// A host with its plug-in in a load context of its own.
Console.WriteLine(Options.Create(new object()).GetType().Assembly.FullName);
var plugin = new PluginContext(args[0]).LoadFromAssemblyPath(args[0]);
Console.WriteLine(plugin.GetType("PlugIn")!.GetMethod("Run")!.Invoke(null, null));
LoadedVersions.Print();
return 9;

internal sealed class PluginContext(string path) : AssemblyLoadContext("plugin")
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName name) => _resolver.ResolveAssemblyToPath(name) is { } file ? LoadFromAssemblyPath(file) : null;
}
