using System.Diagnostics;
using OpenTelemetry;
#if HOSTING
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
#endif
using OpenTelemetry.Trace;

// An application with its own SDK, whose exporter writes "app NAME" to standard output. The scenario says when providers come and go;
// sources A and B are the ones that the agent listens to as well.
ActivitySource a = new("App.A"), b = new("App.B");

void Span(ActivitySource source, string name)
{
    using var activity = source.StartActivity(name);
}

TracerProvider Provider(string source, Sampler? sampler = null) =>
    Sdk.CreateTracerProviderBuilder().AddSource(source).SetSampler(sampler ?? new AlwaysOnSampler())
        .AddProcessor(new SimpleActivityExportProcessor(new ConsoleOutput())).Build();

switch (args[0])
{
    case "none":
        Console.WriteLine(typeof(Sdk).Assembly.GetName().Version);
        Span(a, "a");
        Span(b, "b");
        break;

    case "one":
        using (Provider("App.A"))
        {
            Span(a, "a");
            Span(b, "b");
        }
        break;

    case "wildcard":
        using (Provider("App.*"))
        {
            Span(a, "a");
            Span(b, "b");
        }
        break;

    case "late":
        Span(a, "before");
        using (Provider("App.A"))
            Span(a, "during");
        Span(a, "after");
        break;

    case "second":
        var first = Provider("App.A");
        using (Provider("App.B"))
        {
            Span(a, "a both");
            first.Dispose();
            Span(a, "a alone");
            Span(b, "b");
        }
        break;

    case "same":
        using (Provider("App.A"))
        using (Provider("App.A"))
            Span(a, "a");
        break;

    case "no-processor":
        using (Sdk.CreateTracerProviderBuilder().AddSource("App.A").Build())
            Span(a, "a");
        break;

    case "late-processor":
        using (var provider = Sdk.CreateTracerProviderBuilder().AddSource("App.A").Build()!)
        {
            Span(a, "before");
            provider.AddProcessor(new SimpleActivityExportProcessor(new ConsoleOutput()));
            Span(a, "after");
        }
        break;

    case "in-flight":
        var early = a.StartActivity("started before");
        var late = Provider("App.A");
        early?.Stop();
        var during = a.StartActivity("stopped after");
        late.Dispose();
        during?.Stop();
        break;

    case "sampler-off":
        using (Provider("App.A", new AlwaysOffSampler()))
        {
            Span(a, "a");
            Span(b, "b");
        }
        Span(b, "b after");
        break;

    case "sampler-ratio":
        using (Provider("App.A", new TraceIdRatioBasedSampler(0.1)))
        {
            for (var i = 0; i < 1000; i++)
            {
                Span(a, "a");
                Span(b, "b");
            }
        }
        break;

    case "suppressed":
        using (Provider("App.A"))
        {
            using (SuppressInstrumentationScope.Begin())
            {
                Span(a, "a suppressed");
                Span(b, "b suppressed");
            }
            Span(b, "b");
        }
        break;

    case "legacy":
        using (Sdk.CreateTracerProviderBuilder().AddSource("App.A").AddLegacySource("old")
            .AddProcessor(new SimpleActivityExportProcessor(new ConsoleOutput())).Build())
        {
            Span(a, "a");
            Span(b, "b");
        }
        break;

    case "cycles":
        for (var i = 0; i < 500; i++)
        {
            using (Provider("App.A"))
                Span(a, "inside");
            Span(a, "outside");
        }
        break;

    case "versions":
        using (Provider("App.A"))
        {
            Span(a, "a");
            LoadedVersions.Print();
        }
        return 6;

    case var logs when logs.StartsWith("logs-"):
        SdkLogs.Run(logs);
        break;

    case var metrics when metrics.StartsWith("metrics-"):
        SdkMetrics.Run(metrics, args.Last());
        break;

#if HOSTING
    case "hosted-metrics":
        // Microsoft.Extensions.Diagnostics listens here, and hands over to the SDK.
        SdkMetrics.WaitForAgent();
        var hosted = Host.CreateApplicationBuilder();
        hosted.Logging.ClearProviders();
        hosted.Services.AddMetrics(enabled => enabled.EnableMetrics("App.A"));
        hosted.Services.AddOpenTelemetry().WithMetrics(builder => builder.AddReader(new BaseExportingMetricReader(new MetricOutput())));
        using (var host = hosted.Build())
        {
            await host.StartAsync();
            var meters = host.Services.GetRequiredService<IMeterFactory>();
            meters.Create("App.A").CreateCounter<long>("app.a").Add(1);
            meters.Create("App.B").CreateCounter<long>("app.b").Add(1);
            await Task.Delay(300);
            await host.StopAsync();
        }
        break;
#endif

    case "web":
        return await Web(builder =>
#if ASPNETCORE_INSTRUMENTATION
            builder.AddAspNetCoreInstrumentation());
#else
            builder.AddSource("Microsoft.AspNetCore"));
#endif

    case "web-other":
        return await Web(builder => builder.AddSource("App.A"));
}
return 0;

async Task<int> Web(Action<TracerProviderBuilder> configure)
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.ClearProviders();
    await using var app = builder.Build();
    app.MapGet("/hello/{name}", (string name) => "hello " + name);
    var tracing = Sdk.CreateTracerProviderBuilder().SetSampler(new AlwaysOnSampler())
        .AddProcessor(new SimpleActivityExportProcessor(new ConsoleOutput()));
    configure(tracing);
    using (tracing.Build())
    {
        await app.StartAsync();
        using var client = new HttpClient();
        Console.WriteLine(await client.GetStringAsync(app.Urls.First() + "/hello/world"));
        await app.StopAsync();
    }
    return 0;
}
