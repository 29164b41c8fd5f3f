namespace AutoInstr.Agent.Sources.Cloud;

/// <summary>The AWS SDK: a span around every call, above its retries.</summary>
internal sealed class AwsInstrumentation : Instrumentation
{
    /// <summary>Where the spans come from.</summary>
    public const string SourceName = "AutoInstr.AWSSDK";

    /// <inheritdoc/>
    public override string Id => "AWS";

    /// <inheritdoc/>
    public override string Library => "AWSSDK.* 4";

    /// <inheritdoc/>
    public override string Spans => "client spans of calls, over those of HttpClient";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [SourceName];

    /// <inheritdoc/>
    public override string Assembly => "AWSSDK.Core";

    /// <inheritdoc/>
    public override LibraryCopies Copies => LibraryCopies.One;

    /// <inheritdoc/>
    public override IDisposable Attach(AttachContext context) => AwsPipeline.Register();
}
