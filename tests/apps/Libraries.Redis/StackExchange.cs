using StackExchange.Redis;

namespace Libraries.Redis;

/// <summary>Commands one by one, in batches and in transactions, with StackExchange.Redis.</summary>
static class StackExchangeClient
{
    public static async Task RunAsync(string address)
    {
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(address);
        IDatabase database = connection.GetDatabase(2);
        using (Work.Source.StartActivity("sync"))
        {
            database.StringSet("greeting", "secret");
            Console.WriteLine(database.StringGet("greeting"));
            await Work.ExpectAsync(() => Task.FromResult(database.ListLeftPush("greeting", "secret")));
            database.StringSet("forgotten", "secret", flags: CommandFlags.FireAndForget);
            Console.WriteLine(database.Execute("ECHO", "secret"));
            Console.WriteLine(database.ScriptEvaluate("return ARGV[1]", ["greeting"], ["secret"]));
            using (Work.Source.StartActivity("after sync"))
                Console.WriteLine(database.KeyExists("nothing"));
        }

        using (Work.Source.StartActivity("async"))
        {
            // Each is awaited only after the next was started: none may become the parent of another.
            Task<bool> first = database.StringSetAsync("first", "secret");
            Task second = database.HashSetAsync("hash", [new HashEntry("field", "secret"), new HashEntry("other", "secret")]);
            Console.WriteLine(await first);
            await second;
            await Work.ExpectAsync(() => database.ListLeftPushAsync("greeting", "secret"));
            await database.StringSetAsync("forgotten", "secret", flags: CommandFlags.FireAndForget);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
            {
                using (Work.Source.StartActivity("one of many"))
                    await database.StringIncrementAsync("many", number);
            }));
            using (Work.Source.StartActivity("after async"))
                await database.KeyDeleteAsync("many");
        }

        using (Work.Source.StartActivity("batch"))
        {
            IBatch batch = database.CreateBatch();
            Task<bool> first = batch.StringSetAsync("first", "secret");
            Task<RedisValue> second = batch.StringGetAsync("first");
            batch.Execute();
            Console.WriteLine($"{await first} {await second}");

            Task failing = batch.ListLeftPushAsync("greeting", "secret");
            Task another = batch.ListLeftPushAsync("greeting", "secret");
            batch.Execute();
            await Work.ExpectAsync(() => failing);
            await Work.ExpectAsync(() => another);
            using (Work.Source.StartActivity("after batch"))
                await database.PingAsync();
        }

        using (Work.Source.StartActivity("transaction"))
        {
            ITransaction transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.KeyExists("greeting"));
            Task<bool> first = transaction.StringSetAsync("first", "secret");
            Task<bool> second = transaction.StringSetAsync("second", "secret");
            Console.WriteLine($"{await transaction.ExecuteAsync()} {await first} {await second}");

            ITransaction refused = database.CreateTransaction();
            refused.AddCondition(Condition.KeyNotExists("greeting"));
            Task<bool> never = refused.StringSetAsync("first", "secret");
            _ = refused.StringGetAsync("first");
            Console.WriteLine(refused.Execute());
            await Work.ExpectAsync(() => never);
        }

        using (Work.Source.StartActivity("publish"))
        {
            ISubscriber subscriber = connection.GetSubscriber();
            var channel = new RedisChannel("news", RedisChannel.PatternMode.Literal);
            var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await subscriber.SubscribeAsync(channel, (_, value) => heard.TrySetResult(value.ToString()));
            await subscriber.PublishAsync(channel, "secret");
            Console.WriteLine(await heard.Task);
        }
    }

    public static async Task RunWithoutServerAsync(string address)
    {
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
            $"{address},abortConnect=false,connectTimeout=500,syncTimeout=500,asyncTimeout=500");
        IDatabase database = connection.GetDatabase();
        using (Work.Source.StartActivity("work"))
        {
            await Work.ExpectAsync(() => Task.FromResult(database.StringGet("greeting")));
            await Work.ExpectAsync(() => database.StringGetAsync("greeting"));
        }
    }
}
