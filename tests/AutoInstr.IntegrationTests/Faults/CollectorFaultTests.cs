using System.Net;
using System.Net.Sockets;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Faults;

/// <summary>Whatever is, or is not, at the endpoint, the application does the same, and a few lines say what was lost.</summary>
public sealed class CollectorFaultTests
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Absent(string protocol) => await AssertHarmlessAsync("http://127.0.0.1:1", protocol);

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Not_a_name_that_exists(string protocol) => await AssertHarmlessAsync("http://no-such-host.invalid:4317", protocol);

    [Theory]
    [InlineData("grpc", "")]
    [InlineData("http/protobuf", "")]
    [InlineData("http/protobuf", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("http/protobuf", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ngarbage")]
    [InlineData("http/protobuf", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("http/protobuf", "not HTTP at all")]
    [InlineData("grpc", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("grpc", "\0\0\0\0\0\0\0\0\0\0garbage")]
    public async Task Answering_wrongly_or_closing(string protocol, string answer)
    {
        using var server = new OneAnswerServer(answer, close: true);
        await AssertHarmlessAsync(
            $"http://127.0.0.1:{server.Port}", protocol, mayArrive: answer.Contains("200 OK", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Hanging(string protocol)
    {
        using var server = new OneAnswerServer("", close: false);
        await AssertHarmlessAsync($"http://127.0.0.1:{server.Port}", protocol);
    }

    private static async Task AssertHarmlessAsync(string endpoint, string protocol, bool mayArrive = false)
    {
        var app = new TestApp("ConsoleApp", Framework: "net10.0");
        var env = new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = Repository.Hook,
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["AUTOINSTR_SHUTDOWN_TIMEOUT"] = "1500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
        };

        var bare = await app.RunBareAsync(["spans", "5000"]);
        var hooked = await app.RunBareAsync(["spans", "5000"], env);

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        // Each reason is said once, and a connection can break in more than one way; of a receiver that takes some, it is said again.
        Assert.InRange(hooked.Said.Count, mayArrive ? 0 : 1, mayArrive ? 25 : 6);
        if (mayArrive)
            return;
        Assert.Distinct(hooked.Said);
        Assert.Single(hooked.Said, line => line.Contains("lost on the way out: 5002 spans to otlp (", StringComparison.Ordinal));
    }

    /// <summary>Accepts connections and gives each the same bytes.</summary>
    private sealed class OneAnswerServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _open = [];

        public OneAnswerServer(string answer, bool close)
        {
            _listener.Start();
            _ = AcceptAsync(System.Text.Encoding.Latin1.GetBytes(answer), close);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose()
        {
            _listener.Stop();
            lock (_open)
                _open.ForEach(client => client.Dispose());
        }

        private async Task AcceptAsync(byte[] answer, bool close)
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    lock (_open)
                        _open.Add(client);
                    if (answer.Length > 0)
                    {
                        _ = await client.GetStream().ReadAsync(new byte[65536]);
                        await client.GetStream().WriteAsync(answer);
                    }
                    if (close)
                        client.Close();
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
            {
                // The test is over, or the other side has gone.
            }
        }
    }
}
