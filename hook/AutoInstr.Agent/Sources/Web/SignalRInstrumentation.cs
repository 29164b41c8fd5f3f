using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Web;

/// <summary>SignalR, server and client: both have sources, in conventions that have been renamed since.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/</remarks>
internal sealed class SignalRInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "SIGNALR";

    /// <inheritdoc/>
    public override string Library => "SignalR server and client, .NET 9 and later";

    /// <inheritdoc/>
    public override string Spans => "client and server spans of hub methods";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Microsoft.AspNetCore.SignalR.Server", "Microsoft.AspNetCore.SignalR.Client"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Assemblies => ["Microsoft.AspNetCore.SignalR.Core", "Microsoft.AspNetCore.SignalR.Client.Core"];

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.RenameTag("rpc.system", "rpc.system.name");
        if (activity.GetTagItem("rpc.service") is string service && activity.GetTagItem("rpc.method") is string method)
        {
            activity.SetTag("rpc.service", null);
            activity.SetTag("rpc.method", $"{service}/{method}");
        }
        return true;
    }
}
