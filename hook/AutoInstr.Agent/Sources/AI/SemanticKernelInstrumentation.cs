namespace AutoInstr.Agent.Sources.AI;

/// <summary>Semantic Kernel: functions are traced always, questions to models behind a switch.</summary>
internal sealed class SemanticKernelInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "SEMANTICKERNEL";

    /// <inheritdoc/>
    public override string Library => "Microsoft.SemanticKernel 1.x";

    /// <inheritdoc/>
    public override string Spans => "spans of functions, client spans of models";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Microsoft.SemanticKernel*"];

    /// <inheritdoc/>
    public override string Assembly => "Microsoft.SemanticKernel.Abstractions";

    /// <summary>Turns the spans on, not the sensitive part: prompts and answers stay where they are.</summary>
    public override IDisposable? Attach(AttachContext context)
    {
        FeatureSwitch.TurnOn(
            "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics",
            "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS");
        return null;
    }
}
