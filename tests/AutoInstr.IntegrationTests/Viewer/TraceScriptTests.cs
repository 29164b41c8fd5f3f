using System.Net;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Web;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>What the viewer's page makes of a trace, with known answers, in a real browser.</summary>
public sealed class TraceScriptTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private ViewerServer _server = null!;
    private IPage _page = null!;

    /// <summary>Opens the page.</summary>
    public async ValueTask InitializeAsync()
    {
        _server = await ViewerServer.StartAsync(
            new TelemetryStore(new TraceStore(1), new LogStore(1), new MetricStore(1)), IPAddress.Loopback, 0,
            TestContext.Current.CancellationToken);
        (_page, _) = await browser.OpenAsync(_server.Address);
    }

    /// <summary>Closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _page.CloseAsync();
        await _server.DisposeAsync();
    }

    // A span is ID PARENT START END; the answer is what the end of the trace had to wait for, from the end back.
    [Theory]
    [InlineData("a - 0 10", "a 0-10")]
    [InlineData("a - 0 10; b a 2 5", "a 5-10 0-2; b 2-5")]
    [InlineData("a - 0 10; b a 2 8; c b 3 7", "a 8-10 0-2; b 7-8 2-3; c 3-7")]
    // One after the other.
    [InlineData("a - 0 10; b a 1 4; c a 5 9", "a 9-10 4-5 0-1; b 1-4; c 5-9")]
    // At the same time: nobody waited for the shorter one.
    [InlineData("a - 0 10; b a 1 8; c a 1 9", "a 9-10 0-1; c 1-9")]
    [InlineData("a - 0 10; b a 1 6; c a 4 9", "a 9-10 0-1; b 1-4; c 4-9")]
    // A child that goes on when its parent has ended, as a consumer does.
    [InlineData("a - 0 5; b a 3 12", "a 0-3; b 3-5")]
    // A child whose clock is behind.
    [InlineData("a - 5 10; b a 3 7", "a 7-10; b 3-7")]
    [InlineData("a - 0 10; b a 5 5", "a 5-10 0-5")]
    [InlineData("a - 0 10; b x 2 5", "a 0-10")]
    public async Task The_critical_path(string spans, string expected) => Assert.Equal(expected, await _page.EvaluateAsync<string>("""
        async text => {
          const { arrange, criticalPath } = await import('/trace.js');
          const spans = text.split('; ').map(line => line.split(' ')).map(([id, parent, start, end]) =>
            ({ id, parent: parent === '-' ? '' : parent, start: +start, duration: end - start }));
          return [...criticalPath(arrange(spans).roots)]
            .map(([node, stretches]) => `${node.span.id} ${stretches.map(([from, to]) => `${from}-${to}`).join(' ')}`).sort().join('; ');
        }
        """, spans));

    [Theory]
    [InlineData("b a 1 2; a - 0 10; c b 1 2", "a 0; b 1; c 2")]
    [InlineData("a - 5 10; b a 3 7", "a 0; b 1 begins before its parent: the clocks differ")]
    [InlineData("a - 0 10; b x 2 5", "a 0; b 0 its parent x was not received")]
    [InlineData("a b 0 10; b a 2 5", "b 0 its own ancestor; a 1 begins before its parent: the clocks differ")]
    [InlineData("a a 0 10", "a 0 its own ancestor")]
    public async Task The_tree_and_what_is_odd_about_it(string spans, string expected) => Assert.Equal(
        expected.Split("; ").Order(StringComparer.Ordinal), (await _page.EvaluateAsync<string[]>("""
            async text => {
              const { arrange } = await import('/trace.js');
              const spans = text.split('; ').map(line => line.split(' ')).map(([id, parent, start, end]) =>
                ({ id, parent: parent === '-' ? '' : parent, start: +start, duration: end - start }));
              return arrange(spans).rows.map(row => `${row.span.id} ${row.depth} ${row.note}`.trim());
            }
            """, spans)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(0, 100, 6, "0 20 40 60 80 100")]
    [InlineData(0, 7, 6, "0 2 4 6")]
    [InlineData(15, 95, 4, "20 40 60 80")]
    [InlineData(0, 0, 6, "0")]
    public async Task Ticks_are_round(double from, double to, int most, string expected) => Assert.Equal(expected,
        await _page.EvaluateAsync<string>("async ([from, to, most]) => (await import('/trace.js')).ticks(from, to, most).join(' ')",
            new[] { from, to, most }));

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(1500, "1.50 µs")]
    [InlineData(12_340_000, "12.3 ms")]
    [InlineData(123_400_000, "123 ms")]
    [InlineData(90_000_000_000, "90.0 s")]
    public async Task Durations_have_the_unit_that_suits_them(double nanoseconds, string expected) => Assert.Equal(expected,
        await _page.EvaluateAsync<string>("async value => (await import('/format.js')).duration(value)", nanoseconds));
}
