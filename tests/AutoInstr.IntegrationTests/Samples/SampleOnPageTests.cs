using System.Text;
using AutoInstr.IntegrationTests.Cli;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Viewer;
using AutoInstr.Samples;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Samples;

/// <summary>The unmodified sample under the hook, as <c>autoinstr collect --ui</c> shows it: spans, log records and metrics.</summary>
public sealed class SampleOnPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task All_three_signals_of_a_hooked_service_are_on_the_page()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("autoinstr-page-");
        await using var viewer = CommandLineTool.Start([
            "collect", "--ui", "--no-color", "--grpc-port", "0", "--http-port", "0", "--ui-port", "0",
            "--output", Path.Combine(data.FullName, "all.jsonl")]);
        var otlp = await viewer.WaitForOutputAsync(@"OTLP/gRPC on (http://\S+),");
        var address = new Uri(await viewer.WaitForOutputAsync(@"viewer: (http://\S+)"));
        await using (var tasks = SampleProcess.Start(Path.Combine(Repository.Artifacts, "samples", "unmodified"), "TasksApi",
        [
            new("DOTNET_STARTUP_HOOKS", Repository.Hook),
            new("OTEL_SERVICE_NAME", "tasks-api"),
            new("OTEL_EXPORTER_OTLP_ENDPOINT", otlp),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            new("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            new("ConnectionStrings__Sqlite", $"Data Source={Path.Combine(data.FullName, "tasks.db")}"),
        ]))
        {
            await tasks.WaitUntilHealthyAsync(isRecorded: false, cancellation);
            using var http = new HttpClient { BaseAddress = tasks.Address };
            using var task = new StringContent("""{"title":"Rest","minutes":5,"people":0}""", Encoding.UTF8, "application/json");
            var created = await http.PostAsync(new Uri("/tasks", UriKind.Relative), task, cancellation);
            // The sample's own bug: a division by the number of people.
            await http.GetAsync(new Uri(created.Headers.Location + "/share", UriKind.Relative), cancellation);
            await viewer.WaitForOutputAsync("(log .* tasks-api .* error An unhandled exception)");
            await viewer.WaitForOutputAsync("(metrics .* tasks-api .*[1-9]\\d* instruments, [1-9]\\d* points)");
        }

        var (page, complaints) = await browser.OpenAsync(new Uri(address, "#/logs?severity=error"));
        await page.Locator(".log-row").First.ClickAsync();
        await Assertions.Expect(page.Locator(".exception summary")).ToContainTextAsync("System.DivideByZeroException");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, "sample-logs.png") });
        await page.Locator(".details a", new() { HasTextString = "its span" }).ClickAsync();
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync("GET /tasks/{id:long}/share");
        await Assertions.Expect(page.Locator(".row.selected .log-mark.error")).ToHaveCountAsync(1);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, "sample-trace.png") });

        await page.GotoAsync(new Uri(address, "#/metrics").AbsoluteUri);
        await page.Locator(".instruments a", new() { HasTextString = "http.server.request.duration" }).ClickAsync();
        await Assertions.Expect(page.Locator(".cell").First).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, "sample-histogram.png") });
        await page.Locator(".chart a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".details h2")).ToContainTextAsync("/tasks");
        await page.GotoAsync(new Uri(address, "#/metrics").AbsoluteUri);
        await page.Locator(".instruments a", new() { HasTextString = "dotnet.gc.heap.total_allocated" }).ClickAsync();
        await Assertions.Expect(page.Locator(".line")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".tick-y").Last).ToContainTextAsync("B/s");
        Assert.Empty(complaints);

        // What was written can be shown again.
        await viewer.StopAsync();
        await using var again = CommandLineTool.Start([
            "collect", "--ui", "--quiet", "--grpc-port", "0", "--http-port", "0", "--ui-port", "0",
            Path.Combine(data.FullName, "all.jsonl")]);
        var (recorded, _) = await browser.OpenAsync(new Uri(await again.WaitForOutputAsync(@"viewer: (http://\S+)") + "/#/metrics"));
        await Assertions.Expect(recorded.Locator("#found")).ToContainTextAsync("instruments. Choose one.");
        await again.StopAsync();
        data.Delete(recursive: true);
    }
}
