using Client = CSRedis.CSRedisClient;

namespace Libraries.Redis;

/// <summary>Commands one by one and in a pipeline, with CSRedisCore.</summary>
static class CSRedisClient
{
    public static async Task RunAsync(string address)
    {
        using var client = new Client($"{address},defaultDatabase=4,prefix=cs:,poolsize=2,preheat=false,tryit=0");
        using (Work.Source.StartActivity("sync"))
        {
            client.Set("greeting", "secret");
            Console.WriteLine(client.Get("greeting"));
            client.Eval("return ARGV[1]", "greeting", "secret");
            using (Work.Source.StartActivity("after sync"))
                Console.WriteLine(client.Exists("nothing"));
        }
        using (Work.Source.StartActivity("async"))
        {
            await client.SetAsync("first", "secret");
            await client.HSetAsync("hash", "field", "secret");
            using (Work.Source.StartActivity("after async"))
                Console.WriteLine(await client.GetAsync("first"));
        }
        using (Work.Source.StartActivity("pipeline"))
        {
            object[] results = client.StartPipe(pipe => pipe.Set("first", "secret").Get("first"));
            Console.WriteLine(results.Length);
        }
        using (Work.Source.StartActivity("failing"))
        {
            // The library prints what failed, with times and addresses.
            TextWriter output = Console.Out;
            Console.SetOut(TextWriter.Null);
            Exception? sync = await Record(() => Task.FromResult(client.LPush("greeting", "secret")));
            Exception? async = await Record(() => client.LPushAsync("greeting", "secret"));
            Console.SetOut(output);
            Console.WriteLine($"{sync?.GetType()} {async?.GetType()}");
        }
    }

    private static async Task<Exception?> Record(Func<Task> failing)
    {
        try
        {
            await failing();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
