using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Http;

/// <summary>System.Net.Http: its own spans are complete on .NET 9 and later; the adapter fills
/// them in on .NET 8 and captures headers.</summary>
internal sealed class HttpClientInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "HTTPCLIENT";

    /// <inheritdoc/>
    public override string Library => "HttpClient";

    /// <inheritdoc/>
    public override string Spans => "client spans";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["System.Net.Http"];

    /// <inheritdoc/>
    public override string Assembly => "System.Net.Http";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context) => HttpClientAdapter.CreateIfNeeded(context);

    /// <summary>A gRPC call and a request of the Azure SDK have a span that says all this and more,
    /// and whose id is what the server gets.</summary>
    public override bool OnStop(Activity activity) => !activity.IsInside("Grpc.Net.Client") && !activity.IsInside("Azure.Core.Http");
}
