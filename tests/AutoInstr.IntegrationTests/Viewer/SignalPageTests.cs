using System.Text;
using System.Text.Json.Nodes;
using AutoInstr.IntegrationTests.Cli;
using AutoInstr.IntegrationTests.Harness;
using Microsoft.Playwright;
using Xunit;
using static AutoInstr.IntegrationTests.Viewer.SignalRequests;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>Log records and metrics on the page of <c>autoinstr collect --ui</c>, in a real browser.</summary>
public sealed class SignalPageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=alert(1)></script>";

    private static readonly HttpClient Client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    private AppProcess? _viewer;
    private Uri? _page;
    private Uri? _otlp;

    /// <summary>Starts a viewer.</summary>
    public async ValueTask InitializeAsync()
    {
        _viewer = CommandLineTool.Start([
            "collect", "--ui", "--quiet", "--grpc-port", "0", "--http-port", "0", "--ui-port", "0", "--max-logs", "50"]);
        _otlp = new Uri(await _viewer.WaitForOutputAsync(@"OTLP/HTTP on (http://\S+)"));
        _page = new Uri(await _viewer.WaitForOutputAsync(@"viewer: (http://\S+)"));
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _viewer!.DisposeAsync();

    [Fact]
    public async Task Log_records_are_listed_filtered_and_lead_to_their_span()
    {
        await SendTraceAsync();
        await SendAsync("logs", Records("shop", "Shop.Orders",
            [.. Enumerable.Range(1, 20).Select(id => Record(-id, id % 6 == 0 ? 5 : 9, "Order {Id} came", ("Id", id))),
                Record(2, 13, "few left"), Failed(3)]));
        await SendAsync("logs", Records("stock", "Stock.Count", Record(4, 9, "The shelves are counted")));
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/logs"));
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("23 log records of 23");
        Assert.Equal(
            ["The shelves are counted", "no stock", "few left", "Order 1 came"],
            (await page.Locator(".log-row .message").AllTextContentsAsync()).Take(4));
        await page.Locator(".log-row", new() { HasTextString = "no stock" }).ClickAsync();
        await Assertions.Expect(page.Locator(".exception")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "logs.png") });
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".details")).ToBeHiddenAsync();
        await page.Locator("[name=severity]").SelectOptionAsync("warn");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("2 log records of 23");
        await page.Locator("[name=severity]").SelectOptionAsync("");
        await page.Locator("[name=service]").SelectOptionAsync("stock");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 log record of 23");
        await page.Locator("[name=service]").SelectOptionAsync("");
        await page.Locator("[name=q]").FillAsync("Id=7");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 log record of 23");
        await page.Locator("[name=q]").FillAsync("");
        await page.Locator("[name=trace]").FillAsync(Trace);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 log record of 23");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 log record of 23");

        await page.Locator(".logs").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync("no stock");
        await Assertions.Expect(page.Locator(".exception summary")).ToHaveTextAsync("StockException: none left");
        await Assertions.Expect(page.Locator(".exception pre")).ToContainTextAsync("at Shop.Stock.Take()");
        await PageAssert.AccessibleAsync(page);
        await page.Locator(".details a", new() { HasTextString = "its span" }).ClickAsync();
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync("POST /orders");
        await Assertions.Expect(page.Locator(".log-mark.error")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".details .log > summary")).ToHaveTextAsync("error no stock, after 3.00 s");
        await PageAssert.AccessibleAsync(page);
        await page.Locator(".details a", new() { HasTextString = "in the list" }).ClickAsync();
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 log record of 23");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task New_records_appear_by_themselves_and_the_page_says_what_has_left()
    {
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/logs"));
        await Assertions.Expect(page.Locator("#found")).ToContainTextAsync("Nothing has come yet");
        await SendAsync("logs", Records("shop", "Shop", [.. Enumerable.Range(1, 60).Select(i => Record(i, 9, $"record {i}"))]));
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("50 log records of 50");
        await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("The oldest 10 log records have left the memory (--max-logs).");
        await Assertions.Expect(page.Locator(".log-row .message").First).ToHaveTextAsync("record 60");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_counter_is_drawn_as_a_rate_with_a_line_for_each_series()
    {
        await SendAsync("metrics", OneMetric("shop.orders", "{order}", "sum", new JsonObject
        {
            ["isMonotonic"] = true,
            ["aggregationTemporality"] = 2,
            ["dataPoints"] = new JsonArray([.. Enumerable.Range(0, 12).SelectMany(series => Enumerable.Range(1, 5).Select(i =>
                Point(i, "asInt", $"{i * series * 60}", ("kind", series == 11 ? Hostile : $"k{series:00}"))))]),
        }));
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/metrics"));
        await page.Locator(".instruments a", new() { HasTextString = "shop.orders" }).ClickAsync();
        await Assertions.Expect(page.Locator(".line")).ToHaveCountAsync(10);
        await Assertions.Expect(page.Locator("#drawn")).ToContainTextAsync("10 of 12 series are drawn, 2 are not.");
        await Assertions.Expect(page.Locator(".legend li").First).ToHaveTextAsync("kind=" + Hostile);
        await page.Locator(".chart").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".tip")).ToContainTextAsync("kind=k10: 10 order/s");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "counter.png") });
        await PageAssert.AccessibleAsync(page);
        await page.Locator(".legend input").First.UncheckAsync();
        await Assertions.Expect(page.Locator(".line")).ToHaveCountAsync(9);
        await page.Locator("select").First.SelectOptionAsync("value");
        await page.Locator(".values summary").ClickAsync();
        await Assertions.Expect(page.Locator(".values tbody tr").First).ToContainTextAsync("3,000 order");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_histogram_is_drawn_as_a_heat_map_and_its_exemplars_open_their_trace()
    {
        await SendTraceAsync();
        await SendAsync("metrics", Histogram());
        foreach (var (name, unit) in new[]
        {
            ("http.server.active_requests", "{request}"), ("http.client.open_connections", "{connection}"), ("dotnet.gc.pause.time", "s"),
            ("dotnet.process.memory.working_set", "By"), ("process.cpu.time", "s"),
        })
        {
            var data = new JsonObject { ["dataPoints"] = new JsonArray(Point(1, "asInt", "1")) };
            await SendAsync("metrics", OneMetric(name, unit, "sum", data));
        }
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/metrics"));
        await page.Locator(".instruments a", new() { HasTextString = "http.server.request.duration" }).ClickAsync();
        await Assertions.Expect(page.Locator(".cell").First).ToBeVisibleAsync();
        // The last interval alone: what came since the point before.
        Assert.Equal(
            ["-∞ – 5.00 ms|2|2.778 %", "5.00 ms – 10.0 ms|12|16.67 %", "10.0 ms – 25.0 ms|40|55.56 %", "25.0 ms – 50.0 ms|18|25 %"],
            await page.Locator(".distribution tbody tr").EvaluateAllAsync<string[]>(
                "rows => rows.map(row => [...row.cells].map(cell => cell.textContent).join('|'))"));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "metrics.png") });
        await PageAssert.AccessibleAsync(page);
        await page.Locator("select").First.SelectOptionAsync("percentiles");
        await Assertions.Expect(page.Locator(".line")).ToHaveCountAsync(3);
        await page.Locator(".chart").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".tip")).ToContainTextAsync("p50: 18.3 ms");
        await page.Locator(".chart a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync("POST /orders");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task What_makes_no_sense_is_harmless()
    {
        JsonArray points = [
            Point(1, "asDouble", "NaN"), Point(2, "asDouble", "Infinity"), Point(3, "asDouble", 1e308), Point(4, "asDouble", -1e308),
            Point(5, "asDouble", 5), new JsonObject { ["timeUnixNano"] = "18446744073709551615" }, new JsonObject { ["flags"] = 1 },
        ];
        await SendAsync("metrics", OneMetric(Hostile, Hostile, "gauge", new JsonObject { ["dataPoints"] = points }));
        await SendAsync("metrics", OneMetric("large", "By", "gauge", new JsonObject
        {
            ["dataPoints"] = new JsonArray(Point(1, "asInt", "9007199254740992000"), Point(2, "asInt", "9007199254740993024")),
        }));
        await SendAsync("metrics", OneMetric("exponential", "s", "exponentialHistogram", new JsonObject
        {
            ["aggregationTemporality"] = 2,
            ["dataPoints"] = new JsonArray(
                new JsonObject { ["timeUnixNano"] = $"{Start}", ["scale"] = int.MaxValue, ["positive"] = Buckets() },
                new JsonObject { ["timeUnixNano"] = $"{Start + Second}", ["scale"] = int.MinValue, ["negative"] = Buckets() }),
        }));
        await SendAsync("metrics", OneMetric("summary", "1", "summary", new JsonObject
        {
            ["dataPoints"] = new JsonArray(new JsonObject
            {
                ["timeUnixNano"] = $"{Start}",
                ["count"] = "3",
                ["quantileValues"] = new JsonArray(
                    new JsonObject { ["quantile"] = 0.5, ["value"] = 2 }, new JsonObject { ["quantile"] = "NaN", ["value"] = "NaN" }),
            }),
        }));
        await SendAsync("logs", Records(Hostile, Hostile, Record(1, int.MaxValue, Hostile, (Hostile, Hostile)), new JsonObject()));
        await SendAsync("metrics", OneMetric("", "", "histogram", new JsonObject { ["dataPoints"] = new JsonArray(new JsonObject()) }));
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/logs"));
        await Assertions.Expect(page.Locator(".log-row")).ToHaveCountAsync(2);
        Assert.Equal(["fatal", "no severity"], await page.Locator(".log-row .severity").AllTextContentsAsync());
        await page.Locator(".log-row").First.ClickAsync();
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync(Hostile);
        await Assertions.Expect(page.Locator(".details th").First).ToHaveTextAsync(Hostile);
        await page.GotoAsync(new Uri(_page!, "#/metrics").AbsoluteUri);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("5 instruments. Choose one.");
        foreach (var link in await page.Locator(".instruments li a").EvaluateAllAsync<string[]>("links => links.map(link => link.hash)"))
        {
            await page.GotoAsync(new Uri(_page!, link).AbsoluteUri);
            await Assertions.Expect(page.Locator(".instrument-name")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator(".charts > *").First).ToBeVisibleAsync();
            foreach (var mode in await page.Locator(".tools select").First.Locator("option").EvaluateAllAsync<string[]>(
                "options => options.map(option => option.value)"))
                await page.Locator(".tools select").First.SelectOptionAsync(mode);
            Assert.DoesNotContain("NaN", string.Join(' ', await page.Locator("svg [d], svg [x], svg [cy]").EvaluateAllAsync<string[]>(
                "drawn => drawn.map(one => one.outerHTML)")), StringComparison.Ordinal);
        }
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_is_readable_on_a_phone(ColorScheme scheme)
    {
        await SendAsync("logs", Records("shop", "Shop.Orders", Record(1, 9, "Order {Id} came", ("Id", 7)), Failed(3)));
        await SendAsync("metrics", Histogram());
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/logs"), width: 360, height: 740, scheme);
        await Assertions.Expect(page.Locator(".log-row")).ToHaveCountAsync(2);
        await PageAssert.FitsAsync(page);
        await page.Locator(".log-row").First.ClickAsync();
        await Assertions.Expect(page.Locator(".exception")).ToBeVisibleAsync();
        await PageAssert.FitsAsync(page);
        await PageAssert.AccessibleAsync(page);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"phone-logs-{scheme}.png") });
        await page.GotoAsync(new Uri(_page!, "#/metrics").AbsoluteUri);
        await page.Locator(".instruments li a").ClickAsync();
        await Assertions.Expect(page.Locator(".cell").First).ToBeVisibleAsync();
        await PageAssert.FitsAsync(page);
        await PageAssert.AccessibleAsync(page);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"phone-metrics-{scheme}.png") });
        Assert.Empty(complaints);
    }

    private Task SendTraceAsync() => SendAsync("traces", OneSpan());

    private async Task SendAsync(string signal, string request)
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync(new Uri(_otlp!, "v1/" + signal), content);
        answer.EnsureSuccessStatusCode();
    }
}
