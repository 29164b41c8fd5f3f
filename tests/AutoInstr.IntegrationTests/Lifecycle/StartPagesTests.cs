using System.Diagnostics;
using System.Globalization;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Lifecycle;

/// <summary>What only the start needed of the kit does not stay in the process's memory.</summary>
public sealed class StartPagesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Pages_of_the_start_are_given_back_and_spans_go_on(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = TestApp.Library("ConsoleApp", runtime).StartHooked(
            receiver, ["numbers", "0"], new Dictionary<string, string?>
            {
                ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            });
        await receiver.WaitAsync(1);
        var (began, before) = (Stopwatch.GetTimestamp(), Resident(app.Id));

        int after;
        while ((after = Resident(app.Id)) > before / 2)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"{after} kB of {before} are still there");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await receiver.WaitAsync(receiver.Names().Count + 100);
    }

    /// <summary>Kilobytes of the kit's assemblies that are in the process's memory.</summary>
    private static int Resident(int process)
    {
        var (isKits, sum) = (false, 0);
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            // A field's name begins with a capital letter, a mapping with its address.
            if (!char.IsAsciiLetterUpper(line[0]))
                isKits = line.Contains("/kit/", StringComparison.Ordinal) && line.EndsWith(".dll", StringComparison.Ordinal);
            else if (isKits && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += int.Parse(line.AsSpan("Rss:".Length, line.Length - "Rss: kB".Length), CultureInfo.InvariantCulture);
        }
        return sum;
    }
}
