using Amqp;
using Amqp.Framing;
using Libraries.Services;

namespace Libraries.PatchedServices;

/// <summary>AMQP 1.0: messages sent in each of the ways there are, and received in each of them.</summary>
static class Amqp10
{
    public static async Task RunAsync(string address)
    {
        Connection.DisableServerCertValidation = true;
        var connection = await new ConnectionFactory().CreateAsync(new Address(address));
        var session = new Session(connection);
        var sender = new SenderLink(session, "sender", "/queue/things");
        var receiver = new ReceiverLink(session, "receiver", "/queue/things");

        var message = new Message("sync")
        {
            Properties = new Properties { MessageId = "m1" },
            ApplicationProperties = new ApplicationProperties { ["own"] = "property" },
        };
        sender.Send(message);
        Console.WriteLine($"sent: {message.ApplicationProperties.Map.Count}");
        Take(receiver, receiver.Receive());

        await sender.SendAsync(new Message("async"));
        Take(receiver, await receiver.ReceiveAsync(TimeSpan.FromSeconds(10)));

        var settled = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        sender.Send(new Message("callback"), (_, _, outcome, state) => settled.SetResult($"{state}: {outcome.GetType().Name}"), "state");
        using (Work.Source.StartActivity("meanwhile"))
            Console.WriteLine(await settled.Task);
        Take(receiver, receiver.Receive(TimeSpan.FromSeconds(10)));
        Console.WriteLine($"nothing: {receiver.Receive(TimeSpan.FromMilliseconds(50)) == null}");
        await receiver.CloseAsync();

        var pushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pushing = new ReceiverLink(session, "pushing", "/queue/things");
        pushing.Start(1, (link, got) =>
        {
            using (Work.Source.StartActivity("inside"))
                Take(link, got);
            pushed.SetResult();
        });
        await sender.SendAsync(new Message("pushed"));
        await pushed.Task;
        await pushing.CloseAsync();
        await sender.CloseAsync();
        await Work.TryAsync("closed", () =>
        {
            sender.Send(new Message("late"));
            return Task.FromResult<object?>(null);
        });
        await connection.CloseAsync();
    }

    static void Take(IReceiverLink receiver, Message message)
    {
        Console.WriteLine($"received: {message.Body}");
        receiver.Accept(message);
    }
}
