using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AutoInstr.IntegrationTests.Cli;
using AutoInstr.IntegrationTests.Harness;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>The page of <c>autoinstr collect --ui</c> in a real browser, with traces that came over OTLP.</summary>
public sealed class ViewerPageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    private AppProcess? _viewer;
    private Uri? _page;
    private Uri? _otlp;

    /// <summary>Starts a viewer.</summary>
    public ValueTask InitializeAsync() => StartAsync();

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _viewer!.DisposeAsync();

    [Fact]
    public async Task The_list_shows_what_came_and_filters_it()
    {
        await SendAsync(Orders(1, 20));
        var (page, complaints) = await browser.OpenAsync(_page!);
        await Assertions.Expect(page.Locator(".trace")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("20 traces of 20");
        await page.Locator("[name=status]").SelectOptionAsync("error");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("4 traces of 20");
        await page.Locator("[name=status]").SelectOptionAsync("");
        await page.Locator("[name=service]").SelectOptionAsync("billing");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("20 traces of 20");
        await page.Locator("[name=min]").FillAsync("15");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("6 traces of 20");
        await page.Locator("[name=max]").FillAsync("17");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("3 traces of 20");
        await page.Locator("[name=min]").FillAsync("");
        await page.Locator("[name=max]").FillAsync("");
        await page.Locator("[name=q]").FillAsync("order.id=7");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 trace of 20");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 trace of 20");
        await page.Locator("[name=q]").FillAsync("");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("20 traces of 20");
        await page.Locator(".traces").FocusAsync();
        foreach (var key in new[] { "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp" })
            await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.Locator("[data-index='1'] a")).ToBeFocusedAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "list.png") });
        await PageAssert.AccessibleAsync(page);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_waterfall_is_moved_through_with_the_keyboard()
    {
        await SendAsync(Orders(5, 5));
        await SendAsync("""
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
            "scopeLogs":[{"scope":{"name":"Shop.Orders"},"logRecords":[
            {"timeUnixNano":"1790000005000600000","severityNumber":9,"body":{"stringValue":"Order {Id} is written"},
            "attributes":[{"key":"Id","value":{"intValue":"5"}}],
            "traceId":"00000000000000000000000000000005","spanId":"0000000000000002"},
            {"timeUnixNano":"1790000005001400000","severityNumber":13,"body":{"stringValue":"The disk is slow"},
            "traceId":"00000000000000000000000000000005","spanId":"0000000000000002"}]}]}]}
            """, "logs");
        var (page, complaints) = await browser.OpenAsync(_page!);
        await page.Locator(".trace").ClickAsync();
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(4);
        Assert.Equal(
            ["1 shop POST /orders 5.00 ms, server", "2 shop INSERT orders 2.00 ms, client, 2 log records",
                "2 shop send orders 1.00 ms, producer", "3 billing process orders 4.00 ms, consumer"],
            await page.Locator(".row").EvaluateAllAsync<string[]>("""
                rows => rows.map(row => [row.ariaLevel, row.querySelector('.service').textContent,
                    row.querySelector('.operation').textContent, row.querySelector('.label').textContent.slice(1).trim()].join(' '))
                """));
        Assert.True(await page.Locator(".critical").CountAsync() > 0);
        await Assertions.Expect(page.Locator(".event")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".badge")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".log-mark")).ToHaveCountAsync(2);

        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".details h2")).ToHaveTextAsync("INSERT orders");
        await Assertions.Expect(page.Locator(".details")).ToContainTextAsync("db.query.text");
        Assert.Equal(["info Order 5 is written, after 600 µs", "warn The disk is slow, after 1.40 ms"],
            (await page.Locator(".details .log > summary").AllTextContentsAsync()).Select(static text => text.Trim()));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "waterfall.png") });
        await PageAssert.AccessibleAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".details")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(4);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("billing");
        await Assertions.Expect(page.Locator(".row.hit")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".row.selected")).ToContainTextAsync("process orders");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("+");
        await Assertions.Expect(page.Locator(".brush")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("0");
        await Assertions.Expect(page.Locator(".brush")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".trace")).ToHaveCountAsync(1);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_service_map_is_drawn_from_the_spans()
    {
        await SendAsync(Orders(1, 5));
        var (page, complaints) = await browser.OpenAsync(new Uri(_page!, "#/map"));
        await Assertions.Expect(page.Locator(".map svg")).ToHaveAttributeAsync(
            "aria-label", "3 services: shop calls postgresql 5 times, shop calls billing 5 times");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "map.png") });
        await PageAssert.AccessibleAsync(page);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task New_traces_appear_by_themselves()
    {
        var (page, complaints) = await browser.OpenAsync(_page!);
        await Assertions.Expect(page.Locator("#found")).ToContainTextAsync("Nothing has come yet");
        await SendAsync(Orders(1, 3));
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("3 traces of 3");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task What_is_exported_can_be_imported()
    {
        await SendAsync(Orders(1, 3));
        var exported = await Client.GetStringAsync(new Uri(_page!, "api/export"));
        await DisposeAsync();
        await StartAsync();
        var (page, complaints) = await browser.OpenAsync(_page!);
        await page.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "traces.jsonl", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(exported) });
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("3 traces of 3");
        Assert.Equal(exported, await Client.GetStringAsync(new Uri(_page!, "api/export")));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_hundred_thousand_spans_are_as_quick_and_the_page_says_what_has_left()
    {
        for (var i = 0; i < 25; i++)
            await SendAsync(Orders(1 + (1000 * i), 1000 * (i + 1)));
        await SendAsync(Deep(trace: 900_000, spans: 10_000));
        var (page, complaints) = await browser.OpenAsync(_page!);
        await Assertions.Expect(page.Locator("#notice"))
            .ToHaveTextAsync("The oldest 2,500 traces (10,000 spans) have left the memory (--max-spans).");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("22,501 traces of 22,501");
        Assert.InRange(await page.Locator(".trace").CountAsync(), 1, 100);
        // The rows of the end are fetched when they are looked at: those of the oldest trace that is still there.
        await page.Locator(".traces").EvaluateAsync("list => list.scrollTop = list.scrollHeight");
        await Assertions.Expect(page.Locator(".item").Last).ToHaveAttributeAsync("data-index", "22500");
        await Assertions.Expect(page.Locator(".trace").Last).ToContainTextAsync("2.50 s");
        Assert.InRange(await page.Locator(".trace").CountAsync(), 1, 100);
        await page.Locator("[name=q]").FillAsync("step");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1 trace of 22,501");
        await page.Locator(".trace").ClickAsync();
        await Assertions.Expect(page.Locator(".row").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".row.selected")).ToContainTextAsync("step 9999");
        Assert.InRange(await page.Locator(".row").CountAsync(), 1, 100);
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_is_readable_on_a_phone(ColorScheme scheme)
    {
        await SendAsync(Orders(1, 8));
        var (page, complaints) = await browser.OpenAsync(_page!, width: 360, height: 740, scheme);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("8 traces of 8");
        await PageAssert.FitsAsync(page);
        await PageAssert.AccessibleAsync(page);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"phone-list-{scheme}.png") });
        await page.Locator(".trace").First.ClickAsync();
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(4);
        await PageAssert.FitsAsync(page);
        await PageAssert.AccessibleAsync(page);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"phone-trace-{scheme}.png") });
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Only_this_machine_is_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _page) { Headers = { Host = "evil.example" } };
        Assert.Equal(403, (int)(await Client.SendAsync(request)).StatusCode);
        using var import = new StringContent("{}");
        Assert.Equal(403, (int)(await Client.PostAsync(new Uri(_page!, "api/import"), import)).StatusCode);
        Assert.Equal(400, (int)(await Client.GetAsync(new Uri(_page!, "api/traces?min=x"))).StatusCode);
    }

    private async ValueTask StartAsync()
    {
        _viewer = CommandLineTool.Start(["collect", "--ui", "--quiet", "--grpc-port", "0", "--http-port", "0", "--ui-port", "0"]);
        _otlp = new Uri(await _viewer.WaitForOutputAsync(@"OTLP/HTTP on (http://\S+)"));
        _page = new Uri(await _viewer.WaitForOutputAsync(@"viewer: (http://\S+)"));
    }

    private async Task SendAsync(string request, string signal = "traces")
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync(new Uri(_otlp!, "v1/" + signal), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Orders of a shop: the n-th takes n milliseconds, and each fifth one fails.</summary>
    private static string Orders(int first, int last)
    {
        var (shop, billing) = (new JsonArray(), new JsonArray());
        for (var i = first; i <= last; i++)
        {
            var start = 1_790_000_000_000_000_000UL + ((ulong)i * 1_000_000_000);
            var length = (ulong)i * 1_000_000;
            var root = Span(i, 1, 0, 2, "POST /orders", start, length, ("order.id", i.ToString(CultureInfo.InvariantCulture)));
            root["status"] = new JsonObject { ["code"] = i % 5 == 0 ? 2 : 0 };
            root["events"] = new JsonArray(new JsonObject { ["name"] = "saved", ["timeUnixNano"] = $"{start + (length / 2)}" });
            shop.Add(root);
            shop.Add(Span(
                i, 2, 1, 3, "INSERT orders", start + 100, 2_000_000,
                ("db.system.name", "postgresql"), ("db.query.text", "INSERT INTO orders VALUES (?)")));
            shop.Add(Span(i, 3, 1, 4, "send orders", start + 200, 1_000_000, ("messaging.system", "rabbitmq")));
            billing.Add(Span(i, 4, 3, 5, "process orders", start + 300, (ulong)i * 800_000, ("messaging.system", "rabbitmq")));
        }
        return Request(("shop", shop), ("billing", billing));
    }

    /// <summary>One trace as deep as it has spans.</summary>
    private static string Deep(int trace, int spans) => Request(("deep", new JsonArray([.. Enumerable.Range(1, spans).Select(i =>
        Span(trace, i, i - 1, 1, $"step {i - 1}", 1_800_000_000_000_000_000UL + (ulong)i, (ulong)(2 * (spans - i)) + 1))])));

    private static string Request(params (string Service, JsonArray Spans)[] services) => new JsonObject
    {
        ["resourceSpans"] = new JsonArray([.. services.Select(static service => new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", service.Service)) },
            ["scopeSpans"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "test" },
                ["spans"] = service.Spans,
            }),
        })]),
    }.ToJsonString();

    private static JsonObject Span(
        int trace, int id, int parent, int kind, string name, ulong start, ulong length,
        params (string Name, string Value)[] attributes) => new()
        {
            ["traceId"] = trace.ToString("x32", CultureInfo.InvariantCulture),
            ["spanId"] = id.ToString("x16", CultureInfo.InvariantCulture),
            ["parentSpanId"] = parent == 0 ? "" : parent.ToString("x16", CultureInfo.InvariantCulture),
            ["name"] = name,
            ["kind"] = kind,
            ["startTimeUnixNano"] = $"{start}",
            ["endTimeUnixNano"] = $"{start + length}",
            ["attributes"] = new JsonArray([.. attributes.Select(static item => Attribute(item.Name, item.Value))]),
        };

    private static JsonObject Attribute(string name, string value) =>
        new() { ["key"] = name, ["value"] = new JsonObject { ["stringValue"] = value } };
}
