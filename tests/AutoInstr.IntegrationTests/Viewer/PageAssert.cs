using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>What holds of every page of the viewer.</summary>
internal static class PageAssert
{
    /// <summary>Nothing is wider than the screen.</summary>
    public static async Task FitsAsync(IPage page) => Assert.True(
        await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen");

    /// <summary>Nothing keeps anybody from using it.</summary>
    public static async Task AccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Where(static item => item.Impact is "serious" or "critical")
            .Select(static item => $"{item.Id}: {item.Help}: {string.Join("; ", item.Nodes.Select(static node => node.Html))}"));
    }
}
