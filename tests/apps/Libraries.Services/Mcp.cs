using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Libraries.Services;

/// <summary>A server with one tool and its client, joined by pipes.</summary>
static class Mcp
{
    public static async Task RunAsync()
    {
        Pipe up = new(), down = new();
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "server", Version = "1" },
            ToolCollection = [McpServerTool.Create((string text) => text.ToUpperInvariant(), new() { Name = "shout" })],
        };
        await using var server = McpServer.Create(new StreamServerTransport(up.Reader.AsStream(), down.Writer.AsStream()), options);
        var serving = server.RunAsync();
        await using (var client = await McpClient.CreateAsync(new StreamClientTransport(up.Writer.AsStream(), down.Reader.AsStream())))
        {
            var result = await client.CallToolAsync("shout", new Dictionary<string, object?> { ["text"] = "hi" });
            Console.WriteLine(((TextContentBlock)result.Content[0]).Text);
        }
        await up.Writer.CompleteAsync();
        await serving;
    }
}
