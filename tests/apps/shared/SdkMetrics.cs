using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

/// <summary>An application that measures with its own SDK, of two meters that the agent listens to as well.</summary>
internal static class SdkMetrics
{
    /// <param name="scenario">When providers come and go.</param>
    /// <param name="folder">Where files say that the next step is due.</param>
    public static void Run(string scenario, string folder)
    {
        using var meterA = new Meter("App.A");
        using var meterB = new Meter("App.B");
        var (a, b) = (meterA.CreateCounter<long>("app.a"), meterB.CreateCounter<long>("app.b"));
        WaitUntil(() => a.Enabled && b.Enabled);
        switch (scenario)
        {
            case "metrics-none":
                a.Add(1);
                b.Add(1);
                break;

            case "metrics-one":
                using (Provider("App.A"))
                {
                    a.Add(1);
                    b.Add(1);
                }
                break;

            case "metrics-no-reader":
                using (Sdk.CreateMeterProviderBuilder().AddMeter("App.A").Build())
                    a.Add(1);
                break;

            case "metrics-held":
                var held = Provider("App.A");
                a.Add(1);
                b.Add(1);
                Thread.Sleep(500);
                held.ForceFlush();
                GC.KeepAlive(held);
                break;

            case "metrics-late":
                a.Add(1);
                WaitUntil(() => File.Exists(Path.Combine(folder, "provide")));
                var provider = Provider("App.A");
                a.Add(1);
                Console.WriteLine("provided");
                WaitUntil(() => File.Exists(Path.Combine(folder, "end")));
                provider.ForceFlush();
                GC.KeepAlive(provider);
                break;

            case "metrics-view":
                using (Sdk.CreateMeterProviderBuilder().AddMeter("App.*").AddView("app.b", MetricStreamConfiguration.Drop)
                    .AddReader(new BaseExportingMetricReader(new MetricOutput())).Build())
                {
                    a.Add(1);
                    b.Add(1);
                }
                break;
        }
        Thread.Sleep(300);
    }

    /// <summary>Waits for the agent, which listens some milliseconds after the start.</summary>
    public static void WaitForAgent()
    {
        using var meter = new Meter("App.A");
        var probe = meter.CreateCounter<long>("app.probe");
        WaitUntil(() => probe.Enabled);
    }

    private static void WaitUntil(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition() && Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") != null; i++)
            Thread.Sleep(10);
    }

    private static MeterProvider Provider(string meter) =>
        Sdk.CreateMeterProviderBuilder().AddMeter(meter).AddReader(new BaseExportingMetricReader(new MetricOutput())).Build();
}
