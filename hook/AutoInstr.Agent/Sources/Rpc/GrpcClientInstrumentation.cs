using System.Diagnostics;
using System.Globalization;

namespace AutoInstr.Agent.Sources.Rpc;

/// <summary>Grpc.Net.Client: raw activities are put into the rpc conventions, and take the place of the HTTP client's.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/rpc/grpc/</remarks>
internal sealed class GrpcClientInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "GRPCNETCLIENT";

    /// <inheritdoc/>
    public override string Library => "Grpc.Net.Client 2.x";

    /// <inheritdoc/>
    public override string Spans => "client spans";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Grpc.Net.Client"];

    /// <inheritdoc/>
    public override string Assembly => "Grpc.Net.Client";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override IDisposable Attach(AttachContext context) => new GrpcClientAdapter(context.Application);

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.SetTag("rpc.system.name", "grpc");
        if (activity.GetTagItem("grpc.method") is string method)
        {
            var name = method.TrimStart('/');
            activity.DisplayName = name;
            activity.SetTag("grpc.method", null);
            activity.SetTag("rpc.method", name);
        }
        if (activity.GetTagItem("grpc.status_code") is string code &&
            int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            activity.SetTag("grpc.status_code", null);
            var status = GrpcStatus.Name(number);
            activity.SetTag("rpc.response.status_code", status);
            if (number != 0)
                activity.SetTag("error.type", status).SetStatus(ActivityStatusCode.Error, activity.StatusDescription);
        }
        return true;
    }
}
