using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

/// <summary>An application that measures with its own SDK, of two meters that the agent listens to as well.</summary>
internal static class SdkMetrics
{
    public static void Run(string scenario)
    {
        using var meterA = new Meter("App.A");
        using var meterB = new Meter("App.B");
        var (a, b) = (meterA.CreateCounter<long>("app.a"), meterB.CreateCounter<long>("app.b"));
        // The agent listens some milliseconds after the start.
        Thread.Sleep(500);
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
                Thread.Sleep(1000);
                var provider = Provider("App.A");
                a.Add(1);
                Thread.Sleep(1000);
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

    private static MeterProvider Provider(string meter) =>
        Sdk.CreateMeterProviderBuilder().AddMeter(meter).AddReader(new BaseExportingMetricReader(new MetricOutput())).Build();
}
