using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Libraries.Services;

/// <summary>One message that is taken and one that is not.</summary>
static class Mail
{
    public static async Task RunAsync(Uri address)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(address.Host, address.Port, SecureSocketOptions.None);
        await Work.TryAsync("sent", async () => await client.SendAsync(Message("ann@example.org")));
        await Work.TryAsync("refused", async () => await client.SendAsync(Message("nobody@example.org")));
        await client.DisconnectAsync(quit: true);
    }

    /// <summary>The same, after the application asked MailKit to measure.</summary>
    public static Task RunMeasuredAsync(Uri address)
    {
        MailKit.Telemetry.Configure();
        return RunAsync(address);
    }

    static MimeMessage Message(string to) => new(
        [new MailboxAddress("App", "app@example.org")], [new MailboxAddress("To", to)], "Hello", new TextPart("plain") { Text = "Hi" });
}
