using System.Diagnostics;

// A generic-host worker, as its template makes it.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddHostedService<Worker>();
var host = builder.Build();
host.Run();
LoadedVersions.Print();

internal sealed class Worker(IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly ActivitySource Source = new("WorkerApp");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var i = 0; i < 3; i++)
        {
            using var activity = Source.StartActivity("work");
            Console.WriteLine($"working {i}");
            await Task.Delay(10, stoppingToken);
        }
        if (Environment.GetEnvironmentVariable("WORKER_WAITS") == null)
        {
            lifetime.StopApplication();
            return;
        }
        Console.WriteLine("waiting");
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using (Source.StartActivity("stopping"))
            await base.StopAsync(cancellationToken);
    }
}
