using System.Net;
using System.Net.WebSockets;
using System.Text;
using Libraries.Services;

namespace Libraries.PatchedServices;

/// <summary>A server over HttpListener that takes requests in each of the ways there are, and a client of it.</summary>
static class Listener
{
    public static async Task RunAsync(int port)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        await AskAsync(client, "hello?name=secret", () => Task.Run(() => Answer(listener.GetContext())));
        await AskAsync(client, "async", async () => await AnswerLaterAsync(await listener.GetContextAsync()));
        await AskAsync(client, "begin", () => Task.Factory.FromAsync(
            (callback, _) => listener.BeginGetContext(callback, null),
            result => Answer(listener.EndGetContext(result)), null));
        await AskAsync(client, "missing", async () => Answer(await listener.GetContextAsync(), 404));
        await AskAsync(client, "broken", async () => Answer(await listener.GetContextAsync(), 503));
        await AskAsync(client, "healthz", async () => Answer(await listener.GetContextAsync()));
        await TalkAsync(listener, port);

        using (Work.Source.StartActivity("afterwards"))
            listener.Stop();
    }

    static async Task AskAsync(HttpClient client, string path, Func<Task> serve)
    {
        var served = serve();
        using var response = await client.GetAsync(path);
        Console.WriteLine($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        await served;
    }

    static void Answer(HttpListenerContext context, int status = 200)
    {
        var path = context.Request.Url!.AbsolutePath;
        using (Work.Source.StartActivity("inside " + path))
            context.Response.StatusCode = status;
        context.Response.Close(Encoding.UTF8.GetBytes(path), willBlock: true);
        using (Work.Source.StartActivity("after " + path)) { }
    }

    static async Task AnswerLaterAsync(HttpListenerContext context)
    {
        // The response's stream, closed, is the response closed.
        await using var output = context.Response.OutputStream;
        await Task.Yield();
        using (Work.Source.StartActivity("inside " + context.Request.Url!.AbsolutePath))
            await output.WriteAsync("later"u8.ToArray());
    }

    static async Task TalkAsync(HttpListener listener, int port)
    {
        var served = ServeAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket"), CancellationToken.None);
        var buffer = new byte[16];
        var received = await client.ReceiveAsync(buffer, CancellationToken.None);
        Console.WriteLine($"socket: {Encoding.UTF8.GetString(buffer, 0, received.Count)}");
        await served;

        async Task ServeAsync()
        {
            var context = await listener.GetContextAsync();
            var socket = (await context.AcceptWebSocketAsync(null)).WebSocket;
            await socket.SendAsync("welcome"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}
