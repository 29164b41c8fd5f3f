using System.Collections.Concurrent;
using AutoInstr.Agent.Configuration;
using AutoInstr.Compare.Running;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>What a receiver cannot take for the moment it gets again, and what it will never take it does not.</summary>
public sealed class RetryTests
{
    // google.rpc.Status { details: Any { RetryInfo { retry_delay: 0.1 s } } }, without padding as gRPC sends it.
    private static readonly string RetryInfo = Convert.ToBase64String(
    [
        0x1a, 0x33, 0x0a, 0x28, .. "type.googleapis.com/google.rpc.RetryInfo"u8, 0x12, 0x07, 0x0a, 0x05, 0x10, 0x80, 0xc2, 0xd7, 0x2f,
    ]).TrimEnd('=');

    [Theory]
    [InlineData("429 Too Many Requests")]
    [InlineData("502 Bad Gateway")]
    [InlineData("503 Service Unavailable")]
    [InlineData("504 Gateway Timeout")]
    [InlineData("503 Service Unavailable\r\nRetry-After: 1")]
    public async Task A_status_that_passes(string answer)
    {
        await using var server = ScriptedServer.Answering(answer, "200 OK");
        using var session = Session($"http://127.0.0.1:{server.Port}");

        session.Export();

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
        Assert.NotEmpty(server.Requests[1].Body);
        AssertDelivered(session);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("404 Not Found")]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable\r\nRetry-After: 3600")]
    public async Task A_status_that_stays(string answer)
    {
        await using var server = ScriptedServer.Answering(answer, "200 OK");
        using var session = Session($"http://127.0.0.1:{server.Port}");

        session.Export();

        Assert.Single(server.Requests);
        Assert.StartsWith("Error: otlp: spans do not arrive", Assert.Single(session.Log), StringComparison.Ordinal);
        Assert.Equal(1, session.Processors[0].Sender.Undelivered);
    }

    [Theory]
    [InlineData("14", false, 2)]
    [InlineData("4", false, 2)]
    [InlineData("8", true, 2)]
    [InlineData("8", false, 1)]
    [InlineData("3", false, 1)]
    [InlineData("16", false, 1)]
    public async Task A_status_of_gRPC(string status, bool saysWhen, int requests)
    {
        var seen = 0;
        await using var server = await GrpcServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            if (Interlocked.Increment(ref seen) == 1)
            {
                context.Response.Headers["grpc-status"] = status;
                if (saysWhen)
                    context.Response.Headers["grpc-status-details-bin"] = RetryInfo;
                return;
            }
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        using var session = Session(server.Address, "grpc");

        session.Export();

        Assert.Equal(requests, seen);
        Assert.Equal(requests == 2 ? 0 : 1, session.Processors[0].Sender.Undelivered);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_receiver_that_is_not_there_yet(string protocol)
    {
        var port = FreePort.Find();
        using var session = Session($"http://127.0.0.1:{port}", protocol, scheduleDelay: 20);
        session.End();
        // By then it has been tried: a span is left for a third of a second after its end.
        await Task.Delay(1000, TestContext.Current.CancellationToken);

        var connections = new ConcurrentQueue<string>();
        await using var receiver = ScriptedServer.ServingOn(port, async (stream, stop) =>
        {
            var beginning = new byte[4];
            await stream.ReadExactlyAsync(beginning, stop);
            connections.Enqueue(System.Text.Encoding.ASCII.GetString(beginning));
            stream.Socket.Close(0);
        });
        while (connections.IsEmpty)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        Assert.Equal(protocol == "grpc" ? "PRI " : "POST", connections.First());
    }

    [Fact]
    public async Task A_wait_ends_with_the_process()
    {
        var port = FreePort.Find();
        // Nearly half a minute would pass before the next attempt.
        await using var server = ScriptedServer.AnsweringOn(port, "503 Busy\r\nRetry-After: 25", "200 OK");
        using var session = Session($"http://127.0.0.1:{port}", scheduleDelay: 20, timeout: TimeSpan.FromMinutes(2));
        session.End();
        while (server.Requests.Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        Assert.True(session.Shutdown(20_000));

        Assert.Equal(2, server.Requests.Count);
        AssertDelivered(session);
    }

    [Fact]
    public void At_the_end_nobody_waits_for_a_receiver_that_is_not_there()
    {
        using var session = Session($"http://127.0.0.1:{FreePort.Find()}", timeout: TimeSpan.FromMinutes(2));
        session.End();

        Assert.True(session.Shutdown(20_000));

        Assert.Equal(1, session.Processors[0].Sender.Undelivered);
        Assert.Contains("connection refused", session.Log[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_end_when_the_time_is_up()
    {
        await using var server = ScriptedServer.Answering("503 Busy");
        using var session = Session($"http://127.0.0.1:{server.Port}", timeout: TimeSpan.FromSeconds(5));

        session.Export();

        Assert.InRange(server.Requests.Count, 2, 12);
        Assert.EndsWith("HTTP status 503 Busy", Assert.Single(session.Log), StringComparison.Ordinal);
        Assert.Equal(1, session.Processors[0].Sender.Undelivered);
    }

    private static ExportSession Session(string endpoint, string? protocol = null, int scheduleDelay = 60_000, TimeSpan? timeout = null) =>
        new(ExportSession.Otlp(
            endpoint, otlp => otlp with { Retry = OtlpRetry.InMemory, Timeout = timeout ?? otlp.Timeout }, protocol) with
        {
            Batch = new BatchSettings { ScheduleDelay = scheduleDelay },
        });

    private static void AssertDelivered(ExportSession session)
    {
        Assert.Empty(session.Log);
        Assert.Equal((1, 0), (session.Processors[0].Sender.Delivery.Delivered, session.Processors[0].Sender.Undelivered));
    }
}
