using System.Net;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Web;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>What the viewer's page makes of data points, with known answers, in a real browser.</summary>
public sealed class SeriesScriptTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
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

    // A point is START TIME VALUE in seconds; the answer has what came in a second.
    [Theory]
    [InlineData(true, "10 20 100; 10 30 150", "20:10 30:5")]
    // A process that began anew counts from its start.
    [InlineData(true, "10 20 100; 25 30 50", "20:10 30:10")]
    [InlineData(true, "10 20 100; 10 30 50", "20:10 30:2.5")]
    [InlineData(true, "0 20 100; 0 30 150", "20:- 30:5")]
    // A value that is not a number is a gap.
    [InlineData(true, "10 20 100; 10 30 NaN; 10 40 200", "20:10 30:- 40:5")]
    [InlineData(false, "10 20 100; 20 30 150", "20:10 30:15")]
    [InlineData(false, "0 20 100; 0 30 150", "20:- 30:15")]
    // Sent again, and out of order.
    [InlineData(true, "10 30 150; 10 20 100; 10 20 100", "20:10 30:5")]
    [InlineData(true, "20 20 100", "20:-")]
    public async Task Rates(bool isCumulative, string points, string expected) => Assert.Equal(
        expected, await _page.EvaluateAsync<string>("""
        async ([isCumulative, text]) => {
          const { rates } = await import('/series.js');
          const points = text.split('; ').map(line => line.split(' ').map(Number))
            .map(([start, time, value]) => ({ start: start * 1000, time: time * 1000, value }));
          return rates(points, isCumulative === 'True').map(([time, value]) => `${time / 1000}:${value ?? '-'}`).join(' ');
        }
        """, new[] { isCumulative.ToString(), points }));

    // A point is START TIME and its buckets FROM-TO=COUNT.
    [Theory]
    [InlineData(true, "1 2 0-1=5; 1 3 0-1=7,1-2=1", "2: 0-1=5; 3: 0-1=2,1-2=1")]
    [InlineData(true, "1 2 0-1=5; 2 3 0-1=7", "2: 0-1=5; 3: 0-1=7")]
    [InlineData(true, "1 2 0-1=5; 1 3 0-1=3", "2: 0-1=5; 3: 0-1=3")]
    [InlineData(false, "1 2 0-1=5; 2 3 0-1=7", "2: 0-1=5; 3: 0-1=7")]
    public async Task What_each_point_of_a_histogram_adds(bool isCumulative, string points, string expected) => Assert.Equal(
        expected, await _page.EvaluateAsync<string>("""
            async ([isCumulative, text]) => {
              const { intervals } = await import('/series.js');
              const points = text.split('; ').map(line => line.split(' ')).map(([start, time, list]) => {
                const buckets = list.split(',').map(one => one.split(/[-=]/).map(Number));
                return { start: +start, time: +time, buckets, count: buckets.reduce((sum, [, , count]) => sum + count, 0) };
              });
              return intervals(points, isCumulative === 'True').map(({ time, buckets }) =>
                `${time}: ${buckets.map(([from, to, count]) => `${from}-${to}=${count}`).join(',')}`).join('; ');
            }
            """, new[] { isCumulative.ToString(), points }));

    [Theory]
    [InlineData("[[0,10,10]]", 0.5, "5")]
    [InlineData("[[0,10,1],[10,20,3]]", 0.5, "13.333333333333334")]
    [InlineData("[[null,5,2],[5,null,2]]", 0.5, "5")]
    [InlineData("[[5,null,2]]", 0.99, "5")]
    [InlineData("[[-4,-2,1],[2,4,1]]", 1, "4")]
    [InlineData("[]", 0.5, "null")]
    public async Task Percentiles(string buckets, double share, string expected) => Assert.Equal(
        expected, await _page.EvaluateAsync<string>(
        """
        async ([buckets, share]) =>
          String((await import('/series.js')).percentile({ buckets: JSON.parse(buckets), min: null, max: null }, +share))
        """,
        new[] { buckets, share.ToString(System.Globalization.CultureInfo.InvariantCulture) }));

    [Theory]
    [InlineData("[[1,2,5],[0,1,5]]", 40, "[[0,1],[1,2]]")]
    // Buckets that are empty are not told; their place is not given to others.
    [InlineData("[[0,1,5],[4,8,5]]", 40, "[[0,1],[1,4],[4,8]]")]
    [InlineData("[[null,1,5],[4,null,5]]", 40, "[[null,1],[1,4],[4,null]]")]
    [InlineData("[[0,1,1],[1,2,1],[2,3,1],[3,4,1],[4,5,1]]", 2, "[[0,3],[3,5]]")]
    [InlineData("[]", 40, "[]")]
    public async Task The_rows_of_a_heat_map(string buckets, int most, string expected) => Assert.Equal(
        expected, await _page.EvaluateAsync<string>(
        "async ([buckets, most]) => JSON.stringify((await import('/series.js')).rowsOf(JSON.parse(buckets), +most))",
        new[] { buckets, most.ToString(System.Globalization.CultureInfo.InvariantCulture) }));

    [Theory]
    [InlineData("s", "x", "0.0123", false, "12.3 ms")]
    [InlineData("ms", "x", "1500", false, "1.50 s")]
    [InlineData("s", "x", "0", false, "0 s")]
    [InlineData("s", "x", "-0.5", false, "-500 ms")]
    [InlineData("By", "x", "1234567", false, "1.235 MB")]
    [InlineData("By", "x", "500", true, "500 B/s")]
    [InlineData("%", "x", "12.5", false, "12.5 %")]
    [InlineData("1", "cpu.utilization", "0.25", false, "25 %")]
    [InlineData("1", "x", "0.25", false, "0.25")]
    [InlineData("{request}", "x", "12345", true, "12.35K request/s")]
    [InlineData("", "x", "1e300", false, "1.00e+300")]
    [InlineData("By", "x", "NaN", false, "NaN")]
    [InlineData("<b>", "x", "5", false, "5 <b>")]
    public async Task Numbers_have_the_unit_that_suits_them(string unit, string name, string value, bool isRate, string expected) =>
        Assert.Equal(expected, await _page.EvaluateAsync<string>(
            """
            async ([unit, name, value, isRate]) =>
              (await import('/units.js')).formatter({ unit, name }, isRate === 'True')(Number(value))
            """,
            new[] { unit, name, value, isRate.ToString() }));

    [Fact]
    public async Task Ticks_end_where_a_step_is_nothing_beside_the_number() => Assert.InRange(
        await _page.EvaluateAsync<int>("async () => (await import('/trace.js')).ticks(1e300, 1e300 + 1e284, 6).length"), 0, 8);
}
