using System.Text;
using AutoInstr.Agent.Configuration;
using AutoInstr.Compare.Running;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>Whatever a receiver does, three exports say one thing, and it helps.</summary>
public sealed class FailureTests
{
    // What a gRPC server says first: an empty SETTINGS frame.
    private static readonly byte[] Http2Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData("grpc", "/")]
    [InlineData("http/protobuf", "/v1/traces")]
    public void Nobody_there(string protocol, string path)
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        AssertOneLine(
            $"Error: otlp: spans do not arrive at {address}{path}: connection refused; is a receiver running there?", address, protocol);
    }

    [Theory]
    [InlineData("grpc", "/")]
    [InlineData("http/protobuf", "/v1/traces")]
    public async Task No_answer(string protocol, string path)
    {
        await using var server = ScriptedServer.Hanging();
        var address = $"http://127.0.0.1:{server.Port}";
        AssertOneLine(
            $"Error: otlp: spans do not arrive at {address}{path}: no answer within 200 ms",
            address,
            protocol,
            static otlp => otlp with { Timeout = TimeSpan.FromMilliseconds(200) });
    }

    [Fact]
    public void No_such_host() => AssertOneLine(
        "Error: otlp: spans do not arrive at http://no-such-host.invalid:4318/v1/traces: the host's name is not known",
        "http://no-such-host.invalid:4318",
        "http/protobuf");

    [Theory]
    [InlineData("500 Internal Server Error", "HTTP status 500 Internal Server Error")]
    [InlineData("503 Busy\r\nRetry-After: 1", "HTTP status 503 Busy")]
    [InlineData("429 Too Many Requests", "HTTP status 429 Too Many Requests")]
    [InlineData("401 Unauthorized", "HTTP status 401 Unauthorized; check OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("403 Forbidden", "HTTP status 403 Forbidden; check OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData(
        "404 Not Found",
        "HTTP status 404 Not Found; check the path: OTEL_EXPORTER_OTLP_ENDPOINT gets v1/traces appended, " +
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT does not")]
    [InlineData("413 Payload Too Large", "HTTP status 413 Payload Too Large; lower OTEL_BSP_MAX_EXPORT_BATCH_SIZE")]
    [InlineData(
        "415 Unsupported Media Type",
        "HTTP status 415 Unsupported Media Type; a receiver for grpc usually listens on port 4317 and needs " +
        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc")]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/", "HTTP status 302 Found; redirects are not followed")]
    [InlineData("200 OK\r\nContent-Type: text/html", "the answer is a web page; is this the address of a receiver?")]
    public async Task A_status_that_is_none_of_success(string answer, string reason)
    {
        await using var server = ScriptedServer.Answering(answer);
        var address = $"http://127.0.0.1:{server.Port}";
        AssertOneLine($"Error: otlp: spans do not arrive at {address}/v1/traces: {reason}", address, "http/protobuf");
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("401 Unauthorized", "HTTP status 401 Unauthorized; check tracer.otlp_http.headers")]
    [InlineData("404 Not Found", "HTTP status 404 Not Found; check the path: tracer.otlp_http.endpoint is used as it is")]
    [InlineData("413 Payload Too Large", "HTTP status 413 Payload Too Large; lower max_export_batch_size")]
    [InlineData(
        "415 Unsupported Media Type",
        "HTTP status 415 Unsupported Media Type; a receiver for grpc usually listens on port 4317 and needs otlp_grpc")]
    public async Task What_a_file_set_is_named_as_in_the_file(string answer, string reason)
    {
        await using var server = ScriptedServer.Answering(answer);
        var address = $"http://127.0.0.1:{server.Port}";
        AssertOneLine(
            $"Error: otlp: spans do not arrive at {address}/v1/traces: {reason}", address, "http/protobuf",
            static otlp => otlp with { Section = "tracer.otlp_http" });
    }

    [Fact]
    public async Task Http_to_a_port_for_grpc()
    {
        await using var server = ScriptedServer.Saying(Http2Settings);
        AssertOneMatch(
            "^Error: otlp: .*: the receiver does not speak http/protobuf; a receiver for grpc usually listens on port 4317",
            $"http://127.0.0.1:{server.Port}",
            "http/protobuf");
    }

    [Fact]
    public async Task Grpc_to_a_port_for_http()
    {
        await using var server = ScriptedServer.Saying("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
        AssertOneMatch(
            "^Error: otlp: .*: the receiver does not speak grpc; a receiver for http/protobuf usually listens on port 4318",
            $"http://127.0.0.1:{server.Port}",
            "grpc");
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Garbage(string protocol)
    {
        await using var server = ScriptedServer.Saying(
            [0xff, 0xfe, 0x00, 0x0a, 0x1b, 0x5b, 0x32, 0x4a, .. Encoding.ASCII.GetBytes(new string('x', 500))]);
        AssertOneMatch($"^Error: otlp: .*: the receiver does not speak {protocol}", $"http://127.0.0.1:{server.Port}", protocol);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_connection_that_is_closed(string protocol)
    {
        await using var server = ScriptedServer.Saying([]);
        AssertOneMatch("^Error: otlp: .*: the receiver does not speak ", $"http://127.0.0.1:{server.Port}", protocol);
    }

    [Theory]
    [InlineData("16", "who%20are%20you", "gRPC status 16 (who are you); check OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("12", "", "gRPC status 12; is this the address of a receiver of traces?")]
    [InlineData("14", "busy", "gRPC status 14 (busy)")]
    [InlineData(null, null, "the answer has no gRPC status; is this the address of a receiver that speaks grpc?")]
    public async Task A_grpc_status_that_is_not_success(string? status, string? message, string reason)
    {
        await using var server = await GrpcServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            if (status is not null)
                context.Response.AppendTrailer("grpc-status", status);
            if (message is not null)
                context.Response.AppendTrailer("grpc-message", message);
        });
        AssertOneLine($"Error: otlp: spans do not arrive at {server.Address}/: {reason}", server.Address, "grpc");
    }

    [Fact]
    public async Task A_connection_that_breaks_later_is_no_matter_of_protocols()
    {
        await using var server = ScriptedServer.Serving(static async (stream, stop) =>
        {
            // Answers the first request of a connection and hangs up on the second.
            await HttpExchange.ReadAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            await HttpExchange.ReadAsync(stream, stop);
            stream.Socket.Close(0);
        });
        using var session = new ExportSession(ExportSession.Otlp($"127.0.0.1:{server.Port}"));
        session.Export();
        Assert.Empty(session.Log);
        session.Export();
        Assert.Equal($"Error: otlp: spans do not arrive at http://127.0.0.1:{server.Port}/v1/traces: the connection broke",
            Assert.Single(session.Log));
    }

    [Fact]
    public async Task A_receiver_that_comes_and_goes_does_not_fill_the_log()
    {
        var answers = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? "503 Busy" : "200 OK").ToArray();
        await using var server = ScriptedServer.Answering(answers);
        using var session = new ExportSession(ExportSession.Otlp($"http://127.0.0.1:{server.Port}"));
        for (var i = 0; i < answers.Length; i++)
            session.Export();
        Assert.Equal(20, session.Log.Count(line => line.StartsWith("Error", StringComparison.Ordinal)));
        Assert.Equal(30, session.Processors[0].Sender.Undelivered);
    }

    [Fact]
    public async Task Recovery_is_said_and_a_new_failure_too()
    {
        var port = FreePort.Find();
        using var session = new ExportSession(ExportSession.Otlp($"127.0.0.1:{port}"));
        session.Export();
        session.Export();
        await using (ScriptedServer.AnsweringOn(port, "200 OK"))
        {
            session.Export();
            session.Export();
        }
        session.Export();
        var where = $"http://127.0.0.1:{port}/v1/traces";
        var refused = $"Error: otlp: spans do not arrive at {where}: connection refused; is a receiver running there?";
        Assert.Equal([refused, $"Info: otlp: spans arrive again at {where}; 2 did not", refused], session.Log);
        Assert.Equal(3, session.Processors[0].Sender.Undelivered);
    }

    [Fact]
    public async Task A_second_reason_is_said_as_well()
    {
        await using var server = ScriptedServer.Answering("503 Busy", "503 Busy", "401 Unauthorized", "503 Busy");
        using var session = new ExportSession(ExportSession.Otlp($"127.0.0.1:{server.Port}"));
        for (var i = 0; i < 4; i++)
            session.Export();
        Assert.Equal(2, session.Log.Count);
    }

    [Fact]
    public async Task Secrets_are_not_said()
    {
        await using var server = ScriptedServer.Answering("401 Unauthorized");
        using var session = new ExportSession(ExportSession.Otlp(
            $"http://user:secret@127.0.0.1:{server.Port}/?key=secret",
            static otlp => otlp with { Headers = [new("authorization", "secret")] }));
        session.Export();
        Assert.Equal("secret", Assert.Single(server.Requests).Headers["authorization"]);
        Assert.DoesNotContain("secret", Assert.Single(session.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_process_cuts_off_a_request_that_hangs()
    {
        using var isReached = new ManualResetEventSlim();
        await using var server = ScriptedServer.Hanging(isReached.Set);
        var session = new ExportSession(
            ExportSession.Otlp($"127.0.0.1:{server.Port}", static otlp => otlp with { Timeout = TimeSpan.FromMinutes(10) }) with
            {
                Batch = new() { ScheduleDelay = 20 },
            });
        session.End();
        Assert.True(isReached.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(session.Shutdown(200));
        // The thread that exports is now told, and says so; it is not waited for.
        Assert.True(SpinWait.SpinUntil(() => session.Log.Count > 0, TimeSpan.FromSeconds(30)));
        Assert.Equal(
            $"Error: otlp: spans do not arrive at http://127.0.0.1:{server.Port}/v1/traces: the process ended before there was an answer",
            Assert.Single(session.Log));
        session.Dispose();
    }

    private static void AssertOneLine(string line, string address, string protocol, Func<OtlpSettings, OtlpSettings>? change = null) =>
        Assert.Equal(line, ExportThreeTimes(address, protocol, change));

    private static void AssertOneMatch(string pattern, string address, string protocol) =>
        Assert.Matches(pattern, ExportThreeTimes(address, protocol, null));

    private static string ExportThreeTimes(string address, string protocol, Func<OtlpSettings, OtlpSettings>? change)
    {
        using var session = new ExportSession(ExportSession.Otlp(address, change, protocol));
        for (var i = 0; i < 3; i++)
            session.Export();
        Assert.Equal(3, session.Processors[0].Sender.Undelivered);
        return Assert.Single(session.Log);
    }
}
