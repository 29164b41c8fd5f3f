using NATS.Client.Core;

namespace Libraries.Messaging;

/// <summary>A publication, a request with its reply, and a request that nobody answers.</summary>
static class Nats
{
    public static async Task RunAsync(string address)
    {
        await using var connection = new NatsConnection(new NatsOpts { Url = address });
        await connection.ConnectAsync();
        await using INatsSub<string> orders = await connection.SubscribeCoreAsync<string>("orders.*");
        using (Work.Source.StartActivity("work"))
            await connection.PublishAsync("orders.new", "hello");
        Console.WriteLine((await orders.Msgs.ReadAsync()).Data);

        using (Work.Source.StartActivity("work"))
        {
            Task<NatsMsg<string>> reply = connection.RequestAsync<string, string>("orders.ask", "ping").AsTask();
            NatsMsg<string> request = await orders.Msgs.ReadAsync();
            await request.ReplyAsync(request.Data + " pong");
            Console.WriteLine((await reply).Data);
            try
            {
                await connection.RequestAsync<string, string>("nobody", "ping");
            }
            catch (NatsNoRespondersException exception)
            {
                Console.WriteLine(exception.GetType().Name);
            }
        }
    }
}
