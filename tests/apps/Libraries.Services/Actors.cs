using Proto;

namespace Libraries.Services;

/// <summary>An event published to the actor system's event stream, to which something listens.</summary>
static class Actors
{
    public static async Task RunAsync()
    {
        await using var system = new ActorSystem();
        var heard = new TaskCompletionSource<string>();
        system.EventStream.Subscribe<Greeting>(greeting => heard.TrySetResult(greeting.Name));
        system.EventStream.Publish(new Greeting("Ann"));
        Console.WriteLine(await heard.Task);
    }

    /// <summary>An actor that answers, in a system that was told to measure.</summary>
    public static async Task RunMeasuredAsync()
    {
        await using var system = new ActorSystem(ActorSystemConfig.Setup().WithMetrics());
        var actor = system.Root.Spawn(Props.FromFunc(static context =>
        {
            if (context.Message is Greeting greeting)
                context.Respond($"Hello {greeting.Name}");
            return Task.CompletedTask;
        }));
        Console.WriteLine(await system.Root.RequestAsync<string>(actor, new Greeting("Ann")));
    }

    sealed record Greeting(string Name);
}
