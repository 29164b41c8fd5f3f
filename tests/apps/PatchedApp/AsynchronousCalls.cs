using System.Diagnostics;
using PatchedLibrary;

namespace PatchedApp;

/// <summary>Calls that end later.</summary>
internal static class AsynchronousCalls
{
    public static async Task RunAsync()
    {
        var work = new Work();
        foreach (var pending in new[] { false, true })
        {
            foreach (var fail in new[] { false, true })
            {
                Console.WriteLine($"pending {pending}, fail {fail}");
                await Try("run", async () => await Same(work.Run(pending, fail)));
                await Try("count", async () => Console.WriteLine(await Same(work.Count(pending, fail))));
                await Try("name", async () => Console.WriteLine(await Same(work.Name(pending, fail))));
                await Try("run value", async () => await work.RunValue(pending, fail));
                await Try("count value", async () => Console.WriteLine(await work.CountValue(pending, fail)));
                await Try("any", async () => Console.WriteLine(await work.Any("text", pending, fail) + await work.Any(7, pending, fail)));
            }
        }
        await Try("canceled", async () => await work.Canceled(new CancellationToken(true)));
        await Try("impossible", async () => await work.Impossible("thing"));
        await Try("list", async () => await Enumerate(work.List(3, false)));
        await Try("failing list", async () => await Enumerate(work.List(2, true)));
        await Try("list of", async () => await Enumerate(work.ListOf("a", "b")));
        await Try("left list", async () =>
        {
            await foreach (var item in work.List(3, false))
                break;
        });
        await Forget(work);
    }

    /// <summary>The application hears of failures that nobody looked at.</summary>
    private static async Task Forget(Work work)
    {
        var heard = new TaskCompletionSource<string>();
        TaskScheduler.UnobservedTaskException += (_, unobserved) => heard.TrySetResult(unobserved.Exception.InnerException!.Message);
        while (!heard.Task.IsCompleted)
        {
            _ = work.Forgotten(1);
            await Task.Delay(50);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Console.WriteLine(await heard.Task);
    }

    /// <summary>What the caller's activity is does not change between the call and the await.</summary>
    private static T Same<T>(T task)
    {
        Console.WriteLine($"current {Activity.Current?.OperationName ?? "none"}");
        return task;
    }

    private static async Task Enumerate<T>(IAsyncEnumerable<T> list)
    {
        await foreach (var item in list)
            Console.WriteLine($"item {item}, current {Activity.Current?.OperationName ?? "none"}");
    }

    private static async Task Try(string name, Func<Task> call)
    {
        try
        {
            await call();
            Console.WriteLine($"{name} done");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"{name}: {exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}");
        }
    }
}
