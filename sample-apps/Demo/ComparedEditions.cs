using AutoInstr.Compare;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Matching;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;
using AutoInstr.Viewer;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoInstr.Demo;

/// <summary>What both editions sent for the same requests, compared.</summary>
sealed class ComparedEditions
{
    private readonly Report _report;

    /// <summary>Compares them.</summary>
    /// <param name="manual">What the edition that is instrumented by hand sent.</param>
    /// <param name="automatic">What the other one sent.</param>
    public ComparedEditions(TraceStore manual, TraceStore automatic) =>
        _report = new Report(
            Comparison.Of(Recording.Of(manual.Spans), Recording.Of(automatic.Spans), new SpanDiffer([], isStrict: false)), []);

    /// <summary>How many spans both have, and each of them alone.</summary>
    public (int Both, int OnlyManual, int OnlyAutomatic) Counts =>
        (Count(Presence.Both), Count(Presence.OnlyManual), Count(Presence.OnlyAutomatic));

    /// <summary>Writes the page with both waterfalls and the merged tree.</summary>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, HtmlReport.Render(_report));
    }

    /// <summary>Serves the page on a free port of the loopback interface.</summary>
    public async Task<WebApplication> ServeAsync(CancellationToken cancellation)
    {
        var page = HtmlReport.Render(_report);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8"));
        await app.StartAsync(cancellation);
        return app;
    }

    private int Count(Presence presence) => _report.Comparison.Count(presence);
}
