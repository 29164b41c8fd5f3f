namespace AutoInstr.Agent.Sources.Jobs;

/// <summary>Hangfire: a span where a job is created and one, its child, wherever and whenever it is performed.</summary>
internal sealed class HangfireInstrumentation : Instrumentation
{
    /// <summary>Where the spans come from.</summary>
    public const string SourceName = "AutoInstr.Hangfire";

    /// <inheritdoc/>
    public override string Id => "HANGFIRE";

    /// <inheritdoc/>
    public override string Library => "Hangfire 1.8";

    /// <inheritdoc/>
    public override string Spans => "producer and consumer spans of jobs";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [SourceName];

    /// <inheritdoc/>
    public override string Assembly => "Hangfire.Core";

    /// <inheritdoc/>
    public override LibraryCopies Copies => LibraryCopies.One;

    /// <inheritdoc/>
    public override IDisposable Attach(AttachContext context) => HangfireFilter.Add();
}
