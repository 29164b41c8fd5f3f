using Libraries.Services;
using Rebus.Activation;
using Rebus.Config;
using Rebus.Retry.Simple;
using Rebus.Routing.TypeBased;
using Rebus.Subscriptions;
using Rebus.Transport;
using Rebus.Transport.InMem;

namespace Libraries.PatchedServices;

/// <summary>Messages that are sent, published and answered; one that fails twice.</summary>
static class Bus
{
    /// <param name="arguments">The connection string of a PostgreSQL database and the table for the messages; without them they stay in
    /// memory.</param>
    public static async Task RunAsync(params string[] arguments)
    {
        var network = new InMemNetwork();
        // What waits must not go on inside of a handler.
        const TaskCreationOptions Apart = TaskCreationOptions.RunContinuationsAsynchronously;
        var (replied, heard, failed) = (new TaskCompletionSource(Apart), new TaskCompletionSource(Apart), new TaskCompletionSource(Apart));
        using var server = new BuiltinHandlerActivator();
        var attempts = 0;
        server.Handle<Question>(async (bus, question) =>
        {
            using (Work.Source.StartActivity("inside question"))
                await Task.Delay(1);
            await bus.Reply(new Answer(question.Text + "!"));
        });
        server.Handle<Happened>(_ =>
        {
            heard.SetResult();
            return Task.CompletedTask;
        });
        server.Handle<Broken>(_ =>
        {
            if (++attempts == 2)
                failed.SetResult();
            throw new InvalidDataException("as planned");
        });
        Configure.With(server).Logging(logging => logging.None()).Transport(Through("server")).Subscriptions(Kept)
            .Options(options => options.RetryStrategy(maxDeliveryAttempts: 2))
            .Start();
        await server.Bus.Subscribe<Happened>();

        using var client = new BuiltinHandlerActivator();
        client.Handle<Answer>(answer =>
        {
            Console.WriteLine(answer.Text);
            replied.SetResult();
            return Task.CompletedTask;
        });
        var clientBus = Configure.With(client).Logging(logging => logging.None()).Transport(Through("client")).Subscriptions(Kept)
            .Routing(routing => routing.TypeBased().Map<Question>("server").Map<Broken>("server")).Start();

        await clientBus.Send(new Question("hi"));
        await replied.Task;
        await clientBus.Publish(new Happened());
        await heard.Task;
        await clientBus.Send(new Broken());
        await failed.Task;

        Action<StandardConfigurer<ITransport>> Through(string queue) => transport =>
        {
            if (arguments is [var database, var table])
                transport.UsePostgreSql(database, table, queue);
            else
                transport.UseInMemoryTransport(network, queue);
        };

        void Kept(StandardConfigurer<ISubscriptionStorage> subscriptions)
        {
            if (arguments is [var database, var table])
                subscriptions.StoreInPostgres(database, table + "_subscriptions", isCentralized: true);
        }
    }

    sealed record Question(string Text);

    sealed record Answer(string Text);

    sealed record Happened;

    sealed record Broken;
}
