using Coravel;
using Coravel.Invocable;
using Coravel.Queuing;
using Coravel.Queuing.Interfaces;
using Coravel.Scheduling.Schedule.Event;
using Libraries.Services;
using Microsoft.Extensions.DependencyInjection;

namespace Libraries.PatchedServices;

/// <summary>Coravel's queue and scheduled events.</summary>
static class Tasks
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddScheduler();
        services.AddQueue();
        services.AddTransient<Sweep>();
        services.AddTransient<Broken>();
        await using var provider = services.BuildServiceProvider();

        var queue = (Queue)provider.GetRequiredService<IQueue>();
        queue.OnError(exception => Console.WriteLine($"error: {exception.GetType().Name}"));
        using (Work.Source.StartActivity("queueing"))
        {
            queue.QueueInvocable<Sweep>();
            queue.QueueAsyncTask(async () =>
            {
                await Task.Yield();
                using (Work.Source.StartActivity("inside task")) { }
            });
        }
        await queue.ConsumeQueueAsync();
        queue.QueueInvocable<Broken>();
        await queue.ConsumeQueueAsync();

        var scopes = provider.GetRequiredService<IServiceScopeFactory>();
        await ScheduledEvent.WithInvocable<Sweep>(scopes).InvokeScheduledEvent(CancellationToken.None);
        await Work.TryAsync("broken", async () =>
        {
            await ScheduledEvent.WithInvocable<Broken>(scopes).InvokeScheduledEvent(CancellationToken.None);
            return null;
        });
        await new ScheduledEvent(() => Console.WriteLine("action"), scopes).InvokeScheduledEvent(CancellationToken.None);
    }

    sealed class Sweep : IInvocable
    {
        public async Task Invoke()
        {
            await Task.Delay(1);
            using (Work.Source.StartActivity("inside sweep"))
                Console.WriteLine("swept");
        }
    }

    sealed class Broken : IInvocable
    {
        public async Task Invoke()
        {
            await Task.Delay(1);
            throw new InvalidDataException("as planned");
        }
    }
}
