namespace AutoInstr.Agent.Sources.Messaging;

/// <summary>DotNetCore.CAP, which speaks through a DiagnosticListener.</summary>
internal sealed class CapInstrumentation : Instrumentation
{
    /// <inheritdoc/>
    public override string Id => "CAP";

    /// <inheritdoc/>
    public override string Library => "DotNetCore.CAP 8 - 10";

    /// <inheritdoc/>
    public override string Spans => "create, send, receive, process";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [CapAdapter.SourceName];

    /// <inheritdoc/>
    public override string Assembly => "DotNetCore.CAP";

    /// <inheritdoc/>
    public override IDisposable Attach(AttachContext context) => new CapAdapter();
}
