using Libraries.Services;
using Renci.SshNet;

namespace Libraries.PatchedServices;

/// <summary>Commands over SSH, in each of the ways there are to execute one.</summary>
static class Ssh
{
    public static async Task RunAsync(int port, string keyFile)
    {
        using var key = new PrivateKeyFile(keyFile);
        using var client = new SshClient("127.0.0.1", port, Environment.UserName, key);
        await client.ConnectAsync(CancellationToken.None);
        Console.WriteLine(client.RunCommand("echo sync secret").Result);
        using (var command = client.CreateCommand("exit 3"))
        {
            await command.ExecuteAsync();
            Console.WriteLine(command.ExitStatus);
        }
        using (var command = client.CreateCommand("echo begun"))
            Console.WriteLine(command.EndExecute(command.BeginExecute()));
        using (var command = client.CreateCommand("sleep 60"))
        {
            command.CommandTimeout = TimeSpan.FromMilliseconds(200);
            await Work.TryAsync("too long", async () =>
            {
                await command.ExecuteAsync();
                return null;
            });
        }
        client.Disconnect();
    }
}
