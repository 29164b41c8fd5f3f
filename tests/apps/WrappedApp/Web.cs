using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace WrappedApp;

/// <summary>System.Net.Http, against a server that is a socket.</summary>
internal static class Web
{
    public static async Task<string> RunAsync(int seed)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeAsync(listener, requests: 4);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") };
        client.DefaultRequestHeaders.Add("X-Seed", seed.ToString());
        var text = await client.GetStringAsync("text");
        var json = await (await client.PostAsJsonAsync("json", new { seed })).Content.ReadFromJsonAsync<Dictionary<string, string>>();
        using var response = await client.GetAsync("stream", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var streamed = await reader.ReadToEndAsync();
        var error = "";
        try
        {
            await client.GetByteArrayAsync("failure");
        }
        catch (HttpRequestException exception)
        {
            error = exception.Message;
        }
        await server;
        return $"{text} {json!["path"]} {streamed.Length} {error}";
    }

    private static async Task ServeAsync(TcpListener listener, int requests)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var buffer = new byte[8192];
        for (; requests > 0; requests--)
        {
            var request = "";
            while (!IsComplete(request))
                request += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer));
            var path = request.Split(' ')[1];
            var status = path == "/failure" ? "500 Failure" : "200 OK";
            var body = $"{{\"path\":\"{path}\"}}";
            await stream.WriteAsync(Encoding.Latin1.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }
    }

    private static bool IsComplete(string request)
    {
        var end = request.IndexOf("\r\n\r\n");
        return end >= 0 && (!request.StartsWith("POST") || request.EndsWith("}") || request.EndsWith("0\r\n\r\n"));
    }
}
