using System.Text;
using Confluent.Kafka;

namespace Libraries.Queues;

/// <summary>Messages that are produced and consumed with Confluent.Kafka; librdkafka itself plays the broker.</summary>
static class Kafka
{
    private static readonly TopicPartition Orders = new("orders", 0);

    public static async Task RunAsync()
    {
        var configuration = new ProducerConfig
        {
            ClientId = "shop",
            MessageMaxBytes = 2000,
            LingerMs = 0,
            LogConnectionClose = false,
        };
        configuration.Set("test.mock.num.brokers", "1");
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(configuration).SetLogHandler((_, _) => { }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(producer.Handle).Build();
        BrokerMetadata broker = admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers[0];
        await ProduceAsync(producer);

        var reader = new ConsumerConfig
        {
            BootstrapServers = $"{broker.Host}:{broker.Port}",
            ClientId = "reader",
            GroupId = "readers",
            EnablePartitionEof = true,
            EnableAutoCommit = false,
        };
        Consume(new ConsumerBuilder<string, string>(reader));
        Consume(new ConsumerBuilder<string, string>(reader).SetValueDeserializer(new Failing()));
    }

    private static async Task ProduceAsync(IProducer<string, string> producer)
    {
        // The same message more than once: it is the application's.
        var headers = new Headers { { "mine", Encoding.UTF8.GetBytes("kept") } };
        var message = new Message<string, string> { Key = "42", Value = "secret", Headers = headers };
        using (Work.Source.StartActivity("async"))
        {
            DeliveryResult<string, string> result = await producer.ProduceAsync(Orders, message);
            Console.WriteLine($"{result.Offset} {message.Headers.Count}");
            using (Work.Source.StartActivity("after async"))
                result = await producer.ProduceAsync(Orders, new Message<string, string> { Key = "43" });
            Console.WriteLine(result.Offset);
        }
        using (Work.Source.StartActivity("callback"))
        {
            producer.Produce(Orders, message, report => Console.WriteLine($"{report.Offset} {report.Message.Value}"));
            producer.Produce(Orders, message);
            producer.Flush(TimeSpan.FromSeconds(30));
            var own = new Headers { { "traceparent", Encoding.UTF8.GetBytes("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01") } };
            await producer.ProduceAsync(Orders, new Message<string, string> { Value = "own", Headers = own });
        }
        using (Work.Source.StartActivity("failing"))
        {
            await FailAsync(() => producer.ProduceAsync(Orders, new Message<string, string> { Value = new string('x', 4000) }));
            await FailAsync(() => producer.ProduceAsync(new TopicPartition("orders", 99), message));
        }
    }

    private static async Task FailAsync(Func<Task> produce)
    {
        try
        {
            await produce();
        }
        catch (ProduceException<string, string> exception)
        {
            Console.WriteLine(exception.Error.Code);
        }
    }

    private static void Consume(ConsumerBuilder<string, string> builder)
    {
        using IConsumer<string, string> consumer = builder.Build();
        consumer.Assign(new TopicPartitionOffset(Orders, Offset.Beginning));
        using var work = Work.Source.StartActivity("consume all");
        for (bool isEnd = false; !isEnd;)
        {
            try
            {
                ConsumeResult<string, string> result = consumer.Consume(CancellationToken.None);
                isEnd = result.IsPartitionEOF;
                Console.WriteLine(isEnd ? "end" : $"{result.Offset} {result.Message.Key} {result.Message.Value}");
            }
            catch (ConsumeException exception)
            {
                Console.WriteLine(exception.Error.Code);
            }
        }
        consumer.Close();
    }

    /// <summary>Cannot read what is not there.</summary>
    sealed class Failing : IDeserializer<string>
    {
        public string Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
            isNull ? throw new InvalidOperationException("as planned") : Encoding.UTF8.GetString(data);
    }
}
