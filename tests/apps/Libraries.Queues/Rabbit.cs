using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Libraries.Queues;

/// <summary>Messages that are published, asked for and delivered with RabbitMQ.Client 6.</summary>
static class Rabbit
{
    private const string Exchange = "six.shop";
    private const string Queue = "six.orders";

    public static async Task RunAsync(string address)
    {
        var factory = new ConnectionFactory { Uri = new Uri(address) };
        using IConnection connection = factory.CreateConnection();
        using IModel channel = connection.CreateModel();
        channel.ExchangeDeclare(Exchange, ExchangeType.Topic, durable: false, autoDelete: true);
        channel.QueueDeclare(Queue, durable: false, exclusive: false, autoDelete: false);
        channel.QueuePurge(Queue);
        channel.QueueBind(Queue, Exchange, "order.*");
        channel.ConfirmSelect();

        // Asked for.
        using (Work.Source.StartActivity("publish"))
        {
            channel.BasicPublish(Exchange, "order.new", null, Encoding.UTF8.GetBytes("secret"));
            using (Work.Source.StartActivity("after publish"))
                channel.WaitForConfirmsOrDie(TimeSpan.FromSeconds(30));
        }
        using (Work.Source.StartActivity("get"))
        {
            Console.WriteLine(Encoding.UTF8.GetString(channel.BasicGet(Queue, autoAck: true).Body.Span));
            Console.WriteLine(channel.BasicGet(Queue, autoAck: true) is null);
        }

        // Delivered, at once; the same properties are used again and again.
        using (Work.Source.StartActivity("publish shared"))
        {
            IBasicProperties properties = channel.CreateBasicProperties();
            properties.MessageId = "message-1";
            properties.CorrelationId = "conversation-1";
            properties.Headers = new Dictionary<string, object> { ["mine"] = "kept" };
            channel.BasicPublish("", Queue, properties, Encoding.UTF8.GetBytes("second"));
            channel.BasicPublish("", Queue, properties, Encoding.UTF8.GetBytes("fails"));
            Console.WriteLine(string.Join(' ', properties.Headers.Keys));
            IBasicProperties own = channel.CreateBasicProperties();
            own.Headers = new Dictionary<string, object> { ["traceparent"] = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01" };
            channel.BasicPublish("", Queue, own, Encoding.UTF8.GetBytes("own"));
            channel.WaitForConfirmsOrDie(TimeSpan.FromSeconds(30));
        }
        await DeliverAsync(channel, 3);

        // Delivered asynchronously, published as a batch.
        factory.DispatchConsumersAsync = true;
        using IConnection another = factory.CreateConnection();
        using IModel asynchronous = another.CreateModel();
        using (Work.Source.StartActivity("publish batch"))
        {
            IBasicPublishBatch batch = asynchronous.CreateBasicPublishBatch();
            batch.Add(Exchange, "order.first", false, null, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes("third")));
            batch.Add(Exchange, "order.second", false, null, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes("fails")));
            batch.Publish();
        }
        await DeliverAsynchronouslyAsync(asynchronous, 2);

        channel.QueueDelete(Queue);
        channel.Close();
        using (Work.Source.StartActivity("publish late"))
        {
            try
            {
                channel.BasicPublish("", Queue, null, Encoding.UTF8.GetBytes("late"));
            }
            catch (AlreadyClosedException)
            {
                Console.WriteLine("closed");
            }
        }
    }

    private static async Task DeliverAsync(IModel channel, int count)
    {
        var deliveries = new Deliveries(channel, count);
        var consumer = new EventingBasicConsumer(channel);
        consumer.Received += (_, message) =>
        {
            string text = Encoding.UTF8.GetString(message.Body.Span);
            using (Work.Source.StartActivity($"handle {text}"))
                channel.BasicAck(message.DeliveryTag, multiple: false);
            if (text == "fails")
                throw new InvalidOperationException("as planned");
            Console.WriteLine(text);
            deliveries.Seen();
        };
        string tag = channel.BasicConsume(Queue, autoAck: false, consumer);
        await deliveries.All;
        channel.BasicCancel(tag);
    }

    private static async Task DeliverAsynchronouslyAsync(IModel channel, int count)
    {
        var deliveries = new Deliveries(channel, count);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.Received += async (_, message) =>
        {
            string text = Encoding.UTF8.GetString(message.Body.Span);
            using (Work.Source.StartActivity($"handle {text}"))
                await Task.Delay(10);
            using (Work.Source.StartActivity($"acknowledge {text}"))
                channel.BasicAck(message.DeliveryTag, multiple: false);
            if (text == "fails")
                throw new InvalidOperationException("as planned");
            Console.WriteLine(text);
            deliveries.Seen();
        };
        string tag = channel.BasicConsume(Queue, autoAck: false, consumer);
        await deliveries.All;
        channel.BasicCancel(tag);
    }

    /// <summary>Waits for so many messages to be handled; those that a handler failed at count too.</summary>
    private sealed class Deliveries
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left;

        public Deliveries(IModel channel, int count)
        {
            _left = count;
            channel.CallbackException += (_, failure) =>
            {
                Console.WriteLine(failure.Exception.Message);
                Seen();
            };
        }

        public Task All => _all.Task;

        public void Seen()
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _all.SetResult();
        }
    }
}
