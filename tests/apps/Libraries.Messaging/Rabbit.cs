using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Libraries.Messaging;

/// <summary>Two programs: one publishes two messages, the other gets one and has the next delivered.</summary>
static class Rabbit
{
    private const string Exchange = "shop";
    private const string Queue = "orders";

    public static async Task PublishAsync(string address)
    {
        await using IConnection connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await DeclareAsync(channel);
        using (Work.Source.StartActivity("work"))
        {
            await channel.BasicPublishAsync(Exchange, "order.new", Encoding.UTF8.GetBytes("first"));
            await channel.BasicPublishAsync("", Queue, Encoding.UTF8.GetBytes("second"));
            try
            {
                await channel.BasicPublishAsync("", "nowhere", mandatory: true, Encoding.UTF8.GetBytes("lost"));
            }
            catch (PublishException exception)
            {
                Console.WriteLine($"returned: {exception.IsReturn}");
            }
        }

        Console.WriteLine("published");
    }

    public static async Task ConsumeAsync(string address)
    {
        await using IConnection connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel);

        BasicGetResult? got = await channel.BasicGetAsync(Queue, autoAck: true);
        Console.WriteLine(Encoding.UTF8.GetString(got!.Body.Span));

        var delivered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            using (Work.Source.StartActivity("handle"))
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            delivered.SetResult(Encoding.UTF8.GetString(message.Body.Span));
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        Console.WriteLine(await delivered.Task);
    }

    private static async Task DeclareAsync(IChannel channel)
    {
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, Exchange, "order.*");
    }
}
