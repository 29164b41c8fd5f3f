using System.Threading.Channels;
using DotNetCore.CAP;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Libraries.Messaging;

/// <summary>An event that one subscriber handles and one that it fails on, over a transport and a storage in memory.</summary>
static class CapBus
{
    public static async Task RunAsync()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<InvoiceSubscriber>();
        builder.Services.AddCap(options =>
        {
            options.FailedRetryCount = 0;
            options.RegisterExtension(new CapInMemory());
        });
        using IHost host = builder.Build();
        await host.StartAsync();
        await CapInMemory.Listening;

        var publisher = host.Services.GetRequiredService<ICapPublisher>();
        foreach (int id in (int[])[1, 0])
        {
            using (Work.Source.StartActivity("work"))
                await publisher.PublishAsync("invoice.sent", id);
            Console.WriteLine(await InvoiceSubscriber.Handled.Reader.ReadAsync());
        }

        await host.StopAsync();
    }
}

/// <summary>Handles what has a number and throws at what has none.</summary>
public sealed class InvoiceSubscriber : ICapSubscribe
{
    public static readonly Channel<string> Handled = Channel.CreateUnbounded<string>();

    [CapSubscribe("invoice.sent")]
    public void Handle(int id)
    {
        Handled.Writer.TryWrite($"invoice {id}");
        if (id == 0)
            throw new InvalidOperationException("no number");
    }
}
