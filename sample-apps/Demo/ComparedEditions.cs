using AutoInstr.Compare;
using AutoInstr.Compare.Differences;
using AutoInstr.Compare.Recordings;
using AutoInstr.Compare.Reporting;
using AutoInstr.Compare.Running;
using AutoInstr.Samples;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoInstr.Demo;

/// <summary>What both editions sent for the same requests, compared.</summary>
sealed class ComparedEditions
{
    private readonly Report _report;

    /// <summary>Compares them.</summary>
    /// <param name="manual">The edition that is instrumented by hand.</param>
    /// <param name="automatic">The other one.</param>
    /// <param name="sources">The folder with the sources of both.</param>
    public ComparedEditions(RunEdition manual, RunEdition automatic, string sources) =>
        _report = new Report(
            Comparison.Of(Recording.Of(manual.Store), Recording.Of(automatic.Store), AttributeRules.Usual),
            new Cost(
                SourceLines.CountAdded(Path.Combine(sources, "manual"), Path.Combine(sources, "unmodified")),
                manual.Variables,
                automatic.Variables,
                [.. SampleSystem.Names.Select((name, i) => new ServiceCost(name, manual.Usages[i], automatic.Usages[i]))],
                Runs: 1),
            []);

    /// <summary>In a few lines, how they compare.</summary>
    public string Summary
    {
        get
        {
            var (comparison, cost) = (_report.Comparison, _report.Cost!);
            var (manual, automatic) = (comparison.Manual, comparison.Automatic);
            var both = Count(Verdict.Same) + Count(Verdict.Changed);
            var (instruments, logs) = (InBoth(comparison.Instruments), InBoth(comparison.Logs));
            var hooked = Count(Verdict.OnlyAutomatic);
            return $"""
                By hand there are {manual.Spans} spans: {both} that both editions have and {Count(Verdict.OnlyManual)} more.
                The hook has {hooked} that are not there by hand.
                Of instruments by hand has {manual.Instruments.Count}, the hook {automatic.Instruments.Count}, both {instruments};
                of statements that log by hand has {manual.Logs.Count}, the hook {automatic.Logs.Count}, both {logs}.
                By hand that takes {cost.Lines} lines of code and {cost.ManualVariables.Count} variables,
                with the hook {cost.AutomaticVariables.Count} variables.
                """;
        }
    }

    /// <summary>Writes the page with both waterfalls and the merged tree.</summary>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        HtmlReport.Write(_report, file);
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

    private static int InBoth<T>(IReadOnlyList<Counterparts<T>> items)
        where T : class => items.Count(static item => item is { Manual: not null, Automatic: not null });

    private int Count(Verdict verdict) => _report.Comparison.Count(verdict);
}
