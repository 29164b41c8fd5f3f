using System.Diagnostics;
using System.Diagnostics.Metrics;

// An application that measures, and knows nothing of who listens. Its first argument says what it does.
var meter = new Meter("Shop.Orders", "1.2");
using var source = new ActivitySource("Shop.Orders");
var orders = meter.CreateCounter<long>("shop.orders", "{order}", "Orders taken.");

switch (args[0])
{
    case "every-instrument":
        var open = meter.CreateUpDownCounter<int>("shop.orders.open", "{order}");
        var duration = meter.CreateHistogram<double>("shop.order.duration", "s");
        var size = meter.CreateHistogram<long>("shop.order.size", "By");
        var isCollected = false;
        meter.CreateObservableGauge(
            "shop.price",
            () =>
            {
                Volatile.Write(ref isCollected, true);
                return 9.99;
            },
            "EUR");
        meter.CreateObservableCounter("shop.ticks", () => 7L, "{tick}");
        meter.CreateObservableGauge("shop.temperature", () => new Measurement<double>(21.5, new KeyValuePair<string, object?>("room",
            "cellar")));
        meter.CreateObservableUpDownCounter("shop.stock", int () => throw new InvalidOperationException("a failure of the application's"));
        meter.CreateObservableUpDownCounter("shop.staff", () => 3, "{person}");
        WaitUntil(() => orders.Enabled && open.Enabled && duration.Enabled && size.Enabled);
        // What is measured before the SDK is there is kept without its trace.
        if (args.Contains("collected"))
            WaitUntil(() => Volatile.Read(ref isCollected), seconds: 30);
        using (var activity = source.StartActivity("order"))
        {
            Console.WriteLine(activity?.TraceId.ToHexString());
            orders.Add(2, new KeyValuePair<string, object?>("kind", "book"));
            duration.Record(0.03);
            size.Record(1200);
        }
        orders.Add(1, new KeyValuePair<string, object?>("kind", "pen"));
        open.Add(5);
        open.Add(-2);
        duration.Record(0.3);
        return 0;

    case "many":
        WaitForListener();
        for (var i = 0; i < int.Parse(args[1]); i++)
            orders.Add(1, new KeyValuePair<string, object?>("customer", i));
        return 0;

    case "exit":
        WaitForListener();
        orders.Add(1);
        Environment.Exit(7);
        return 0;

    case "throw":
        WaitForListener();
        orders.Add(1);
        throw new InvalidOperationException("the application's own failure");

    case "forever":
        WaitForListener();
        orders.Add(1);
        Console.WriteLine("ready");
        for (var i = 0; ; i++)
        {
            Thread.Sleep(10);
            orders.Add(1);
        }

    case "meters-come-and-go":
        WaitForListener();
        for (var i = 0; i < 50; i++)
        {
            using var passing = new Meter("Shop.Passing");
            passing.CreateCounter<long>("shop.passing").Add(1);
        }
        return 0;
}
return 2;

// The agent listens some milliseconds after the start; what a real application measures before it, is not counted.
void WaitForListener() => WaitUntil(() => orders.Enabled);

static void WaitUntil(Func<bool> condition, int seconds = 5)
{
    if (Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") is null)
        return;
    for (var waited = Stopwatch.StartNew(); !condition() && waited.Elapsed < TimeSpan.FromSeconds(seconds);)
        Thread.Sleep(1);
}
