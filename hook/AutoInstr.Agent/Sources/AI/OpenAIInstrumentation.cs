using System.Diagnostics;

namespace AutoInstr.Agent.Sources.AI;

/// <summary>The OpenAI SDK: spans behind a switch, with an attribute that has been renamed since.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/</remarks>
internal sealed class OpenAIInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "OPENAI";

    /// <inheritdoc/>
    public override string Library => "OpenAI 2.x";

    /// <inheritdoc/>
    public override string Spans => "client spans of models";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["OpenAI.*"];

    /// <inheritdoc/>
    public override string Assembly => "OpenAI";

    /// <inheritdoc/>
    public override bool Normalises => true;

    /// <inheritdoc/>
    public override IDisposable? Attach(AttachContext context)
    {
        FeatureSwitch.TurnOn("OpenAI.Experimental.EnableOpenTelemetry", "OPENAI_EXPERIMENTAL_ENABLE_OPEN_TELEMETRY");
        return null;
    }

    /// <summary>Microsoft.Extensions.AI and Semantic Kernel make the same span around it, of the same name.</summary>
    public override bool IsWanted(ref readonly ActivityCreationOptions<ActivityContext> options) =>
        Activity.Current is not { } outer || outer.Source == options.Source || outer.OperationName != options.Name;

    /// <inheritdoc/>
    public override bool OnStop(Activity activity)
    {
        activity.RenameTag("gen_ai.system", "gen_ai.provider.name");
        return true;
    }
}
