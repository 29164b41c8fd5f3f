using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Libraries.Messaging;

/// <summary>A message handled at once, one through a local queue, and one whose handler fails.</summary>
static class WolverineBus
{
    public static async Task RunAsync()
    {
        using IHost host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseWolverine(options => options.Discovery.IncludeType(typeof(ParcelHandler)))
            .Build();
        await host.StartAsync();
        using (IServiceScope scope = host.Services.CreateScope())
        using (Work.Source.StartActivity("work"))
        {
            var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
            await bus.InvokeAsync(new ParcelSent(1));
            Console.WriteLine(await ParcelHandler.Handled.Reader.ReadAsync());
            await bus.PublishAsync(new ParcelSent(2));
            Console.WriteLine(await ParcelHandler.Handled.Reader.ReadAsync());
            try
            {
                await bus.InvokeAsync(new ParcelSent(0));
            }
            catch (InvalidOperationException exception)
            {
                Console.WriteLine(exception.Message);
            }
        }

        await host.StopAsync();
    }
}

/// <summary>The message.</summary>
public sealed record ParcelSent(int Id);

/// <summary>Handles what has a number and throws at what has none.</summary>
public static class ParcelHandler
{
    public static readonly System.Threading.Channels.Channel<string> Handled = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public static void Handle(ParcelSent message)
    {
        if (message.Id == 0)
            throw new InvalidOperationException("no number");
        Handled.Writer.TryWrite($"parcel {message.Id}");
    }
}
