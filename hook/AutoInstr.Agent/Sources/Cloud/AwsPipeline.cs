using Amazon.Runtime.Internal;

namespace AutoInstr.Agent.Sources.Cloud;

/// <summary>Puts our handler on top of the pipeline of every client that is made.</summary>
/// <remarks>Preferred to the SDK's TelemetryProvider: that one does not see requests, changes the
/// User-Agent, and is the application's to set.</remarks>
internal sealed class AwsPipeline : IRuntimePipelineCustomizer, IDisposable
{
    /// <inheritdoc/>
    public string UniqueName => AwsInstrumentation.SourceName;

    /// <summary>Begins.</summary>
    /// <returns>What ends it, for the clients made after that.</returns>
    public static AwsPipeline Register()
    {
        var pipeline = new AwsPipeline();
        RuntimePipelineCustomizerRegistry.Instance.Register(pipeline);
        return pipeline;
    }

    /// <inheritdoc/>
    public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandler(new AwsCallHandler());

    /// <summary>Ends it.</summary>
    public void Dispose() => RuntimePipelineCustomizerRegistry.Instance.Deregister(this);
}
