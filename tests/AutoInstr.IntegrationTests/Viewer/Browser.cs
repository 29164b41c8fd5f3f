using AutoInstr.IntegrationTests.Harness;
using Microsoft.Playwright;
using Xunit;

namespace AutoInstr.IntegrationTests.Viewer;

/// <summary>Debian's Chromium without a window, one for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where pictures of pages go.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Repository.Artifacts, "screenshots")).FullName;

    /// <summary>Starts it; skips the tests when it is not installed.</summary>
    public async ValueTask InitializeAsync()
    {
        var chromium = ServerProcess.Require("chromium", "/usr/bin/chromium");
        // A loaded machine may take longer than the usual 5 s.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
        });
    }

    /// <summary>Opens a page. Whatever it complains of, and whatever it asks another host for, is noted.</summary>
    internal async Task<(IPage Page, List<string> Complaints)> OpenAsync(
        Uri address, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != address.Authority)
                complaints.Add("asked for " + request.Url);
        };
        await page.GotoAsync(address.AbsoluteUri);
        return (page, complaints);
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
