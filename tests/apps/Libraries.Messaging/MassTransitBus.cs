using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Libraries.Messaging;

/// <summary>A published order that one consumer handles and one that it fails on.</summary>
static class MassTransitBus
{
    public static Task RunInMemoryAsync() => RunAsync(bus => bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context)));

    public static Task RunOverRabbitMqAsync(string address) => RunAsync(bus => bus.UsingRabbitMq((context, rabbit) =>
    {
        rabbit.Host(new Uri(address));
        rabbit.ConfigureEndpoints(context);
    }));

    private static async Task RunAsync(Action<IBusRegistrationConfigurator> transport)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumer<OrderConsumer>();
            transport(bus);
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        using IHost host = builder.Build();
        await host.StartAsync();

        var bus = host.Services.GetRequiredService<IBus>();
        foreach (int id in (int[])[1, 0])
        {
            using (Work.Source.StartActivity("work"))
                await bus.Publish(new OrderPlaced(id));
            Console.WriteLine(await OrderConsumer.Handled.Reader.ReadAsync());
        }

        await host.StopAsync();
    }
}

/// <summary>The message.</summary>
public sealed record OrderPlaced(int Id);

/// <summary>Handles what has a number and throws at what has none.</summary>
public sealed class OrderConsumer : IConsumer<OrderPlaced>
{
    public static readonly System.Threading.Channels.Channel<string> Handled = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        Handled.Writer.TryWrite($"order {context.Message.Id}");
        return context.Message.Id > 0 ? Task.CompletedTask : throw new InvalidOperationException("no number");
    }
}
