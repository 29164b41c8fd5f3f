using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PatchedLibrary;

/// <summary>Asynchronous methods: with <c>pending</c> they complete later, with <c>fail</c> they fail.</summary>
public class Work
{
    private static readonly ActivitySource Source = new("PatchedLibrary");

    public async Task Run(bool pending, bool fail)
    {
        using (Source.StartActivity("inner"))
            await Step(pending, fail);
    }

    public async Task<int> Count(bool pending, bool fail)
    {
        await Step(pending, fail);
        return 42;
    }

    public async Task<string> Name(bool pending, bool fail)
    {
        await Step(pending, fail);
        return "name";
    }

    public async ValueTask RunValue(bool pending, bool fail) => await Step(pending, fail);

    public async ValueTask<int> CountValue(bool pending, bool fail)
    {
        await Step(pending, fail);
        return 43;
    }

    public async Task<T> Any<T>(T value, bool pending, bool fail)
    {
        await Step(pending, fail);
        return value;
    }

    public Task<int> Canceled(CancellationToken token) => Task.FromCanceled<int>(token);

    public Task Impossible(string text) => throw new NotSupportedException("impossible " + text);

    public async IAsyncEnumerable<int> List(int count, bool fail, [EnumeratorCancellation] CancellationToken token = default)
    {
        for (var i = 0; i < count; i++)
        {
            using (Source.StartActivity("item"))
                await Task.Delay(1, token);
            yield return i;
        }
        if (fail)
            throw new InvalidOperationException("the list failed");
    }

    public async IAsyncEnumerable<T> ListOf<T>(params T[] items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    public async Task Forgotten(int number)
    {
        await Task.Delay(1);
        throw new InvalidOperationException("forgotten " + number);
    }

    private static async Task Step(bool pending, bool fail)
    {
        if (pending)
            await Task.Delay(20);
        if (fail)
            throw new InvalidOperationException("the work failed");
    }
}
