using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Registry;
using Polly.Retry;

namespace Libraries.Services;

/// <summary>A call that succeeds when it is tried again.</summary>
static class Resilience
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddResiliencePipeline("again", static builder => builder.AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero }));
        await using var provider = services.BuildServiceProvider();
        var pipeline = provider.GetRequiredService<ResiliencePipelineProvider<string>>().GetPipeline("again");
        var calls = 0;
        await pipeline.ExecuteAsync(_ => ++calls > 1 ? ValueTask.CompletedTask : throw new InvalidOperationException("not yet"));
        Console.WriteLine($"calls: {calls}");
    }
}
