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

    sealed record Greeting(string Name);
}
