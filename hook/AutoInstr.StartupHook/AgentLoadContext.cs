using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace AutoInstr;

/// <summary>The agent's own assemblies, apart from the application's: neither sees the other's versions.</summary>
internal sealed class AgentLoadContext : AssemblyLoadContext
{
    /// <summary>Where the agent and the application meet: there is one ActivitySource for both.</summary>
    public const string DiagnosticSource = "System.Diagnostics.DiagnosticSource";

    private readonly string _folder;
    private readonly string _trustedAssemblies = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";

    /// <summary>Makes the context; nothing is loaded yet.</summary>
    /// <param name="folder">Where the agent's files are.</param>
    public AgentLoadContext(string folder)
        : base("AutoInstr", isCollectible: false)
    {
        _folder = folder;
    }

    /// <summary>Loads the agent itself.</summary>
    /// <exception cref="IOException">The file is missing.</exception>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    public Assembly LoadAgent() => LoadFromAssemblyPath(Path.Combine(_folder, "AutoInstr.Agent.dll"));

    /// <summary>
    /// DiagnosticSource is the application's. What belongs to OpenTelemetry or to us is the kit's own, and so is what shares no type with
    /// the application. Anything else that the kit has is taken from the application when that is at least as new, so that types such as
    /// ASP.NET Core's are one, and otherwise from the kit. What the kit does not have is the application's or the framework's,
    /// or stands beside a plug-in.
    /// </summary>
    protected override Assembly? Load(AssemblyName name)
    {
        var simpleName = name.Name!;
        // By the simple name alone: a request for a higher version than there is would fail instead of giving what is there.
        if (simpleName == DiagnosticSource)
            return Default.LoadFromAssemblyName(new AssemblyName(simpleName));

        var own = Path.Combine(_folder, simpleName + ".dll");
        if (!File.Exists(own))
            return FromApplication(simpleName, name.Version);
        return IsPrivate(simpleName) ? LoadFromAssemblyPath(own) : FromApplication(simpleName, name.Version) ?? LoadFromAssemblyPath(own);
    }

    private static bool IsPrivate(string name) =>
        name.StartsWith("OpenTelemetry", StringComparison.Ordinal) || name.StartsWith("AutoInstr.", StringComparison.Ordinal) ||
        name == "YamlDotNet";

    private Assembly? FromApplication(string name, Version? atLeast)
    {
        if (!MayHave(name))
            return null;
        try
        {
            var assembly = Default.LoadFromAssemblyName(new AssemblyName(name));
            return atLeast == null || AssemblyIdentity.Version(assembly) >= atLeast ? assembly : null;
        }
        catch (Exception exception) when (exception is IOException || exception is BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Asking for an assembly that is not there costs an exception; the list says what is, except in a single file.</summary>
    private bool MayHave(string name) =>
        SelfContained.IsSingleFile ||
        _trustedAssemblies.Contains(Path.DirectorySeparatorChar + name + ".dll", StringComparison.OrdinalIgnoreCase);
}
