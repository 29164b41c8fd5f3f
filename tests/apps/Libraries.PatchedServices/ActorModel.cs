using Akka.Actor;
using Akka.Configuration;
using Libraries.Services;

namespace Libraries.PatchedServices;

/// <summary>Akka: an actor that asks another, answers, and fails.</summary>
static class ActorModel
{
    public static async Task RunAsync()
    {
        using var system = ActorSystem.Create("things", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
        var front = system.ActorOf(Props.Create(() => new Front()), "front");
        Console.WriteLine(await front.Ask<string>(new Question("hi")));

        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counter = system.ActorOf(Props.Create(() => new Counter(counted)), "counter");
        var tick = new Tick();
        foreach (var name in new[] { "first", "second" })
        {
            // One object, twice on its way to the same actor.
            using (Work.Source.StartActivity(name))
                counter.Tell(tick);
        }
        await counted.Task;
        front.Tell(new Bang());
        Console.WriteLine(await front.Ask<string>(new Question("still there")));
        await system.Terminate();
    }

    sealed record Question(string Text);

    sealed record Tick;

    sealed record Bang;

    sealed class Front : ReceiveActor
    {
        public Front()
        {
            var back = Context.ActorOf(Props.Create(() => new Back()), "back");
            Receive<Question>(back.Forward);
            Receive<Bang>(_ => throw new InvalidDataException("as planned"));
        }
    }

    sealed class Back : ReceiveActor
    {
        public Back() => Receive<Question>(question =>
        {
            using (Work.Source.StartActivity("inside " + question.Text))
                Sender.Tell(question.Text + "!");
        });
    }

    sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter(TaskCompletionSource counted) => Receive<Tick>(_ =>
        {
            if (++_count == 2)
                counted.SetResult();
        });
    }
}
