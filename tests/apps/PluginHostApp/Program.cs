using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Options;

// A host with its plug-in in a load context of its own, or in several: <plug-in> [<Type.Method> <context>...].
// A context whose name begins with "unloadable" is one.
Console.WriteLine(Options.Create(new object()).GetType().Assembly.FullName);
foreach (var name in args.Length > 2 ? args[2..] : ["plugin"])
    Call(name);
LoadedVersions.Print();
return 9;

void Call(string context)
{
    var plugin = new PluginContext(context, args[0]).LoadFromAssemblyPath(args[0]);
    var (type, method) = args.Length > 1 ? (args[1].Split('.')[0], args[1].Split('.')[1]) : ("PlugIn", "Run");
    Console.WriteLine(plugin.GetType(type)!.GetMethod(method)!.Invoke(null, null));
}

internal sealed class PluginContext(string name, string path) : AssemblyLoadContext(name, isCollectible: name.StartsWith("unloadable"))
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName name) =>
        _resolver.ResolveAssemblyToPath(name) is { } file ? LoadFromAssemblyPath(file) : null;
}
