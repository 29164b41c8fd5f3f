using System.Runtime.Loader;

namespace AutoInstr.Agent;

/// <summary>The load context that the agent's own assemblies are in.</summary>
internal static class AgentContext
{
    /// <summary>That of this assembly.</summary>
    public static readonly AssemblyLoadContext Own = AssemblyLoadContext.GetLoadContext(typeof(AgentContext).Assembly)!;
}
