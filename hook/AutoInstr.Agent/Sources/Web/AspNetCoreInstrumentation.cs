using System.Reflection;

namespace AutoInstr.Agent.Sources.Web;

/// <summary>Server spans of ASP.NET Core, gRPC services included.</summary>
/// <remarks>The adapter is an assembly of its own, since it alone needs ASP.NET Core's types.</remarks>
internal sealed class AspNetCoreInstrumentation : Instrumentation
{
    private const string AdapterAssembly = "AutoInstr.Agent.AspNetCore";

    /// <inheritdoc/>
    public override string Id => "ASPNETCORE";

    /// <inheritdoc/>
    public override string Library => "ASP.NET Core 8 - 10, Grpc.AspNetCore 2";

    /// <inheritdoc/>
    public override string Spans => "server span per request; rpc.* on gRPC calls";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Microsoft.AspNetCore"];

    /// <inheritdoc/>
    public override string Assembly => "Microsoft.AspNetCore.Hosting";

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context)
    {
        var adapter = AgentContext.Own.LoadFromAssemblyName(new AssemblyName(AdapterAssembly))
            .GetType(AdapterAssembly + ".AspNetCoreAdapter", throwOnError: true)!;
        return (IDisposable?)Activator.CreateInstance(adapter, context);
    }
}
