using System.Globalization;
using System.Text;
using AutoInstr.Agent.Exporters;
using AutoInstr.Viewer.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>A receiver that takes a request but not every span of it: what the user is told and what is counted.</summary>
public sealed class PartialSuccessTests
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task It_is_said_once_for_each_message(string protocol)
    {
        await using var server =
            await StartAsync(protocol, Answer(2, "too old"), Answer(1, "too old"), Answer(0, "slow down"), Answer(3, ""), new());
        using var session = new ExportSession(ExportSession.Otlp(server.Address, protocol: protocol));
        for (var i = 0; i < 5; i++)
        {
            for (var span = 0; span < 3; span++)
                session.End();
            session.Export();
        }
        var receiver = $"Warn: otlp: the receiver at {server.Address}/{(protocol == "grpc" ? "" : "v1/traces")}";
        Assert.Equal(
            [
                $"{receiver} rejected 2 of 4 spans: too old",
                $"{receiver} took all spans with a remark: slow down",
                $"{receiver} rejected 3 of 4 spans: no reason is given",
            ],
            session.Log);
        Assert.Equal(6, session.Processors[0].Sender.Undelivered);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_receiver_with_ever_new_messages_does_not_fill_the_log(string protocol)
    {
        var answers = Enumerable.Range(0, 50)
            .Select(static i => Answer(1, new string('x', 10_000 + i) + i.ToString(CultureInfo.InvariantCulture)));
        var others = Enumerable.Range(0, 50).Select(static i => Answer(1, i.ToString(CultureInfo.InvariantCulture)));
        await using var server = await StartAsync(protocol, [.. answers, .. others]);
        using var session = new ExportSession(ExportSession.Otlp(server.Address, protocol: protocol));
        for (var i = 0; i < 100; i++)
            session.Export();
        // Of the long ones only the beginning is kept, which is the same.
        Assert.Equal(20, session.Log.Count);
        Assert.All(session.Log, static line => Assert.InRange(line.Length, 50, 350));
        Assert.Equal(100, session.Processors[0].Sender.Undelivered);
    }

    [Fact]
    public async Task What_is_no_such_answer_counts_as_success()
    {
        var bytes = new byte[3000];
        new Random(17).NextBytes(bytes);
        await using var server = await GrpcServer.StartAsync(context => WriteAsync(context, "http/protobuf", bytes), isGrpc: false);
        using var session = new ExportSession(ExportSession.Otlp(server.Address, protocol: "http/protobuf"));
        session.Export();
        Assert.Empty(session.Log);
        Assert.Equal(0, session.Processors[0].Sender.Undelivered);
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n")]
    public async Task An_answer_that_does_not_end_was_a_success_all_the_same(string rest)
    {
        await using var server = ScriptedServer.Serving(async (stream, stop) =>
        {
            await HttpExchange.ReadAsync(stream, stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n{rest}"), stop);
            await stream.CopyToAsync(Stream.Null, stop);
        });
        // Long enough for the status to arrive on a machine that is busy; the rest of the answer never does.
        using var session = new ExportSession(
            ExportSession.Otlp($"127.0.0.1:{server.Port}", static otlp => otlp with { Timeout = TimeSpan.FromSeconds(5) }));
        session.Export();
        Assert.Empty(session.Log);
        Assert.Equal(0, session.Processors[0].Sender.Undelivered);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(0, "ünïcödé")]
    [InlineData(long.MaxValue, "all of them")]
    public void Every_message_is_read_as_it_was_written(long rejected, string message)
    {
        var bytes = Answer(rejected, message).ToByteArray();
        PartialSuccess? expected = rejected == 0 && message.Length == 0 ? null : new PartialSuccess(rejected, message);
        Assert.Equal(expected, PartialSuccess.Read(bytes, isGrpc: false));
        Assert.Equal(expected, PartialSuccess.Read(Frame(bytes), isGrpc: true));
        // Cut off, it gives no exception and no span that was not counted.
        for (var length = 0; length < bytes.Length; length++)
            Assert.InRange(PartialSuccess.Read(bytes.AsSpan(0, length), isGrpc: false)?.Rejected ?? 0, 0, rejected);
    }

    [Fact]
    public void Arbitrary_bytes_are_read_without_an_exception()
    {
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (bytes.Length > 6 && i % 2 == 0)
                (bytes[0], bytes[1], bytes[2]) = (0x0a, (byte)random.Next(40), 0x08);
            Assert.True((PartialSuccess.Read(bytes, isGrpc: i % 3 == 0)?.Rejected ?? 0) >= 0);
        }
    }

    private static ExportTraceServiceResponse Answer(long rejected, string message) =>
        new() { PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = rejected, ErrorMessage = message } };

    private static byte[] Frame(byte[] message) =>
        [0, .. BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(message.Length)), .. message];

    private static Task<GrpcServer> StartAsync(string protocol, params ExportTraceServiceResponse[] answers)
    {
        var number = -1;
        return GrpcServer.StartAsync(
            context => WriteAsync(context, protocol, answers[Interlocked.Increment(ref number)].ToByteArray()), isGrpc: protocol == "grpc");
    }

    private static async Task WriteAsync(HttpContext context, string protocol, byte[] message)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = protocol == "grpc" ? "application/grpc" : "application/x-protobuf";
        await context.Response.Body.WriteAsync(protocol == "grpc" ? Frame(message) : message);
        if (protocol == "grpc")
            context.Response.AppendTrailer("grpc-status", "0");
    }
}
