using System.Diagnostics;
using System.Globalization;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Lifecycle;

/// <summary>What only the start needed does not stay in the process's memory.</summary>
public sealed class StartMemoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Memory_of_the_start_is_given_back_and_spans_go_on(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = TestApp.Library("ConsoleApp", runtime).StartHooked(
            receiver, ["freed"], new Dictionary<string, string?>
            {
                ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            });
        await app.WaitForOutputAsync("blocks are free");
        await receiver.WaitAsync(1);
        var (assemblies, heap) = (Resident(app.Id, IsKits), Resident(app.Id, IsHeap));

        await WaitAsync(() => Resident(app.Id, IsKits), assemblies / 2);
        // Of 64 MB that are free.
        Assert.InRange(heap, 60 * 1024, int.MaxValue);
        await WaitAsync(() => Resident(app.Id, IsHeap), heap - (56 * 1024));

        await receiver.WaitAsync(receiver.Names().Count + 100);
    }

    private static async Task WaitAsync(Func<int> kilobytes, int limit)
    {
        var began = Stopwatch.GetTimestamp();
        int now;
        while ((now = kilobytes()) > limit)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"{now} kB are still there, not {limit}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsKits(string mapping) =>
        mapping.Contains("/kit/", StringComparison.Ordinal) && mapping.EndsWith(".dll", StringComparison.Ordinal);

    /// <summary>The C library's, of the main thread.</summary>
    private static bool IsHeap(string mapping) => mapping.EndsWith("[heap]", StringComparison.Ordinal);

    /// <summary>Kilobytes of a process's mappings that are in memory.</summary>
    private static int Resident(int process, Predicate<string> isMeant)
    {
        var (isCounted, sum) = (false, 0);
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            // A field's name begins with a capital letter, a mapping with its address.
            if (!char.IsAsciiLetterUpper(line[0]))
                isCounted = isMeant(line);
            else if (isCounted && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += int.Parse(line.AsSpan("Rss:".Length, line.Length - "Rss: kB".Length), CultureInfo.InvariantCulture);
        }
        return sum;
    }
}
