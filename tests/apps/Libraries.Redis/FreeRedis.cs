using FreeRedis;

namespace Libraries.Redis;

/// <summary>Commands one by one, in a pipeline and in a transaction, with FreeRedis.</summary>
static class FreeRedisClient
{
    public static async Task RunAsync(string address)
    {
        using var client = new RedisClient($"{address},defaultDatabase=3,prefix=free:,min poolsize=1");
        using (Work.Source.StartActivity("sync"))
        {
            client.Set("greeting", "secret");
            Console.WriteLine(client.Get("greeting"));
            client.MSet("one", "secret", "two", "secret");
            await Work.ExpectAsync(() => Task.FromResult(client.LPush("greeting", "secret")));
            using (Work.Source.StartActivity("after sync"))
                Console.WriteLine(client.Exists("nothing"));
        }
        using (Work.Source.StartActivity("async"))
        {
            Task first = client.SetAsync("first", "secret");
            Task second = client.HSetAsync("hash", "field", "secret");
            await first;
            await second;
            await Work.ExpectAsync(() => client.LPushAsync("greeting", "secret"));
            using (Work.Source.StartActivity("after async"))
                Console.WriteLine(await client.GetAsync("first"));
        }
        using (Work.Source.StartActivity("pipeline"))
        {
            using (RedisClient.PipelineHook pipeline = client.StartPipe())
            {
                pipeline.Set("first", "secret");
                pipeline.Get("first");
                Console.WriteLine(pipeline.EndPipe().Length);
            }
            using (RedisClient.PipelineHook pipeline = client.StartPipe())
            {
                pipeline.LPush("greeting", "secret");
                await Work.ExpectAsync(() => Task.FromResult(pipeline.EndPipe()));
            }
        }
        using (Work.Source.StartActivity("transaction"))
        {
            using RedisClient.TransactionHook transaction = client.Multi();
            transaction.Set("first", "secret");
            transaction.Get("first");
            Console.WriteLine(transaction.Exec().Length);
        }
    }
}
