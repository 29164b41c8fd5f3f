using System.Net.Sockets;
using System.Text;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Faults;

/// <summary>Headers from outside are anybody's. Requests with hostile ones are answered as without
/// the hook, with every propagator on.</summary>
public sealed class HostileHeaderTests
{
    private static readonly string[] Names =
    [
        "traceparent", "tracestate", "baggage", "b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled", "uber-trace-id", "uberctx-key",
        "X-Amzn-Trace-Id",
        "ot-tracer-traceid", "ot-tracer-spanid", "ot-baggage-key", "Correlation-Context", "Request-Id",
    ];

    [Fact]
    public async Task Requests_with_random_headers_are_answered_as_without_the_hook()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("WebApp", Framework: "net10.0");
        await using var bare = app.StartBare(["--urls", "http://127.0.0.1:0"]);
        await using var hooked = app.StartHooked(receiver, ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string?>
        {
            // Some of the headers say that the caller did not sample.
            ["OTEL_TRACES_SAMPLER"] = "always_on",
            ["OTEL_PROPAGATORS"] = "tracecontext,baggage,b3,b3multi,jaeger,xray,ottrace",
            ["OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS"] = string.Join(',', Names),
        });
        var bareAddress = await bare.WaitForAddressAsync();
        var hookedAddress = await hooked.WaitForAddressAsync();
        var random = new Random(20_26);
        var answered = 0;

        for (var i = 0; i < 400; i++)
        {
            var request = Request(random);
            var expected = await SendAsync(bareAddress, request);
            Assert.Equal(expected, await SendAsync(hookedAddress, request));
            if (expected.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                answered++;
        }

        Assert.InRange(answered, 100, 400);
        await receiver.WaitAsync(answered);
        Assert.Equal("", (await hooked.StopAsync()).Errors);
    }

    private static byte[] Request(Random random)
    {
        var request = new StringBuilder("GET /hello/World HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (var i = random.Next(1, 6); i > 0; i--)
            request.Append(Names[random.Next(Names.Length)]).Append(": ").Append(Value(random)).Append("\r\n");
        return Encoding.Latin1.GetBytes(request.Append("\r\n").ToString());
    }

    private static string Value(Random random) => random.Next(6) switch
    {
        0 => "00-" + Digits(random, 32) + "-" + Digits(random, 16) + "-0" + random.Next(4),
        1 => Digits(random, random.Next(40)) + ":" + Digits(random, random.Next(20)) + ":0:" + random.Next(-1, 3),
        2 => string.Concat(Enumerable.Range(0, random.Next(300)).Select(n => $"k{n}=%{random.Next(256):x2};p={n},")),
        3 => new string((char)random.Next(0x21, 0xff), random.Next(1, 9000)),
        4 => string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(0x20, 0x7f))),
        _ => "Root=1-" + Digits(random, 8) + "-" + Digits(random, 24) + ";Parent=" + Digits(random, 16) + ";Sampled=" + random.Next(3),
    };

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => "0123456789abcdefg-"[random.Next(17)]));

    private static async Task<string> SendAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(request);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        var answer = await reader.ReadToEndAsync();
        return string.Join('\n', answer.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)));
    }
}
