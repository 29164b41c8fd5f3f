using System.Net.Mail;
using Libraries.Services;

namespace Libraries.PatchedServices;

/// <summary>Messages in each of the ways that SmtpClient has to send one, and one that nobody takes.</summary>
static class Smtp
{
    public static async Task RunAsync(Uri address)
    {
        using var client = new SmtpClient(address.Host, address.Port);
        await Work.TryAsync("sent", () =>
        {
            client.Send("app@example.org", "ann@example.org", "Hello", "Hi");
            return Task.FromResult<object?>(null);
        });
        await Work.TryAsync("refused", () =>
        {
            client.Send(Message("nobody@example.org"));
            return Task.FromResult<object?>(null);
        });
        await Work.TryAsync("sent as a task", async () =>
        {
            await client.SendMailAsync(Message("ann@example.org"));
            return null;
        });
        await Work.TryAsync("refused as a task", async () =>
        {
            await client.SendMailAsync(Message("nobody@example.org"));
            return null;
        });
        await Work.TryAsync("sent with an event", () => SendAsync(client, "ann@example.org"));
        await Work.TryAsync("refused with an event", () => SendAsync(client, "nobody@example.org"));
        await Work.TryAsync("not begun", () =>
        {
            client.SendAsync(new MailMessage(), "token");
            return Task.FromResult<object?>(null);
        });

        using var pickup = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory };
        pickup.PickupDirectoryLocation = Directory.CreateTempSubdirectory().FullName;
        pickup.Send(Message("ann@example.org"));
        Console.WriteLine($"picked up: {Directory.GetFiles(pickup.PickupDirectoryLocation).Length}");
        Directory.Delete(pickup.PickupDirectoryLocation, recursive: true);
    }

    static MailMessage Message(string to) => new("app@example.org", to, "Hello", "Hi");

    static async Task<object?> SendAsync(SmtpClient client, string to)
    {
        var completed = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        SendCompletedEventHandler onCompleted = (_, result) =>
        {
            // It is over before the application goes on, which may be to its end.
            Work.Source.StartActivity("completed")?.Stop();
            completed.SetResult($"{result.UserState}, {result.Error?.GetType().Name}, {result.Cancelled}");
        };
        client.SendCompleted += onCompleted;
        client.SendAsync(Message(to), "token");
        using (Work.Source.StartActivity("meanwhile"))
            await completed.Task;
        client.SendCompleted -= onCompleted;
        return await completed.Task;
    }
}
