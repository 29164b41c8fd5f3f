namespace Libraries.Services;

/// <summary>One request that succeeds, one that is refused, one that reaches nobody, one that is given up.</summary>
static class Http
{
    public static async Task RunAsync(Uri address)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "X-Tenant", "blue" }, { "X-Api-Key", "hunter2" } } };
        await Work.TryAsync("ok", async () => await client.GetStringAsync(new Uri(address, "ok?user=ann")));
        await Work.TryAsync("missing", async () => (await client.GetAsync(new Uri(address, "missing"))).StatusCode);
        await Work.TryAsync("nobody", async () => await client.GetStringAsync(new Uri("http://127.0.0.1:1/")));
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Work.TryAsync("hang", async () => await client.GetStringAsync(new Uri(address, "hang"), impatience.Token));
    }
}
