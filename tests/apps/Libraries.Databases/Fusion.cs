using ZiggyCreatures.Caching.Fusion;

namespace Libraries.Databases;

/// <summary>A value computed once and read twice, and a factory that fails.</summary>
static class Fusion
{
    public static async Task RunAsync()
    {
        using var cache = new FusionCache(new FusionCacheOptions { CacheName = "prices" });
        for (int i = 0; i < 2; i++)
            Console.WriteLine(await cache.GetOrSetAsync<int>("price:1", _ => Task.FromResult(42)));
        await cache.RemoveAsync("price:1");
        try
        {
            await cache.GetOrSetAsync<int>("price:2", (_, _) => throw new InvalidOperationException("no price"));
        }
        catch (InvalidOperationException exception)
        {
            Console.WriteLine(exception.Message);
        }
    }
}
