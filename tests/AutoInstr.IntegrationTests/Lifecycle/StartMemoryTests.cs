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
        var (assemblies, all) = (ResidentAssemblies(app.Id), Resident(app.Id));

        await WaitAsync(() => ResidentAssemblies(app.Id), assemblies / 2);
        // Of 64 MB that the C library had for free; without them the process has less.
        await WaitAsync(() => Resident(app.Id), all - 56 * 1024);

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

    /// <summary>Kilobytes of a process that are in memory.</summary>
    private static int Resident(int process) => Kilobytes(
        File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)));

    /// <summary>What a line such as <c>Rss:     12 kB</c> says.</summary>
    private static int Kilobytes(string line) => int.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>Kilobytes of the kit's assemblies that are in the process's memory.</summary>
    private static int ResidentAssemblies(int process)
    {
        var (isKits, sum) = (false, 0);
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            // A field's name begins with a capital letter, a mapping with its address.
            if (!char.IsAsciiLetterUpper(line[0]))
                isKits = line.Contains("/kit/", StringComparison.Ordinal) && line.EndsWith(".dll", StringComparison.Ordinal);
            else if (isKits && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += Kilobytes(line);
        }
        return sum;
    }
}
