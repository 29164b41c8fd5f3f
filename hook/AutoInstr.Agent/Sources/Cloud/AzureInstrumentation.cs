using System.Diagnostics;

namespace AutoInstr.Agent.Sources.Cloud;

/// <summary>The Azure SDK: a source for every client behind one switch, and a span for every HTTP request.</summary>
internal sealed class AzureInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "AZURE";

    /// <inheritdoc/>
    public override string Library => "Azure.* (everything on Azure.Core)";

    /// <inheritdoc/>
    public override string Spans => "spans of operations, client spans of requests";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Azure.*"];

    /// <inheritdoc/>
    public override string Assembly => "Azure.Core";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context)
    {
        FeatureSwitch.TurnOn("Azure.Experimental.EnableActivitySource", "AZURE_EXPERIMENTAL_ENABLE_ACTIVITY_SOURCE");
        return null;
    }

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.SetTag("az.schema_url", null);
        activity.RenameTag("az.namespace", "azure.resource_provider.namespace");
        activity.RenameTag("az.service_request_id", "azure.service.request.id");
        // The description is the whole exception: stack, response body and headers.
        if (activity.Status == ActivityStatusCode.Error)
            activity.SetStatus(ActivityStatusCode.Error, null);
        return true;
    }
}
