using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Exporters.Disk;
using AutoInstr.Compare.Running;
using Xunit;

namespace AutoInstr.UnitTests.Exporters;

/// <summary>What a receiver cannot take for the moment is kept on the disk, and goes to it later.</summary>
public sealed class DiskRetryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("autoinstr-disk-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests\r\nRetry-After: 1")]
    public async Task It_arrives_with_the_next_attempt(string answer)
    {
        await using var server = ScriptedServer.Answering(answer, answer, "200 OK");
        using var session = Session(server.Port);

        session.End();
        await WaitAsync(() => session.Processors[0].Sender.Delivery.Delivered == 1);

        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(server.Requests[0].Body, request.Body));
        Assert.All(server.Requests, request => Assert.Equal("secret", request.Headers["x-key"]));
        Assert.Equal(0, session.Processors[0].Sender.Undelivered);
        await WaitAsync(() => Kept().Length == 0);
        Assert.Equal(2, session.Log.Count);
        Assert.EndsWith($" (kept in {_directory} and sent later)", session.Log[0], StringComparison.Ordinal);
        Assert.Contains("spans arrive again", session.Log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_receiver_is_away_nothing_new_is_tried()
    {
        var port = FreePort.Find();
        using var session = Session(port);
        session.End();
        await WaitAsync(() => Kept().Length == 1);
        session.End();
        await WaitAsync(() => Kept().Length == 2);

        await using var server = ScriptedServer.AnsweringOn(port, "200 OK");
        await WaitAsync(() => session.Processors[0].Sender.Delivery.Delivered == 2);
        session.End();
        await WaitAsync(() => session.Processors[0].Sender.Delivery.Delivered == 3);

        Assert.Equal(3, server.Requests.Count);
        await WaitAsync(() => Kept().Length == 0);
    }

    [Fact]
    public async Task The_next_process_says_too_that_the_receiver_is_away()
    {
        var port = FreePort.Find();
        using (var left = new DiskBuffer(_directory, "traces", 1 << 20, Assert.Fail))
            Assert.Null(left.Add(new BufferedRequest(1, false, new byte[] { 1 })));
        using var session = Session(port);

        session.End();
        await WaitAsync(() => session.Log.Count == 1 && Kept().Length == 2);
        await using var server = ScriptedServer.AnsweringOn(port, "200 OK");
        await WaitAsync(() => session.Processors[0].Sender.Delivery.Delivered == 2);

        var where = $"http://127.0.0.1:{port}/v1/traces";
        Assert.Equal(
            [
                $"Error: otlp: spans do not arrive at {where}: connection refused; is a receiver running there? " +
                    $"(kept in {_directory} and sent later)",
                $"Info: otlp: spans arrive again at {where}; 0 did not",
            ],
            session.Log);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_not_kept()
    {
        await using var server = ScriptedServer.Answering("503 Service Unavailable", "400 Bad Request", "401 Unauthorized");
        using var session = Session(server.Port);

        session.End();
        await WaitAsync(() => session.Processors[0].Sender.Undelivered == 1);
        session.End();
        await WaitAsync(() => session.Processors[0].Sender.Undelivered == 2);

        await WaitAsync(() => Kept().Length == 0);
        Assert.Contains("HTTP status 400", session.Log[1], StringComparison.Ordinal);
        Assert.Contains("HTTP status 401", session.Log[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_is_named_once()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        using var session = Session(FreePort.Find(), file);

        for (var lost = 1; lost <= 3; lost++)
        {
            session.End();
            await WaitAsync(() => session.Processors[0].Sender.Undelivered == lost);
        }

        Assert.Equal(2, session.Log.Count);
        Assert.StartsWith($"Warn: otlp: the buffer {file}/traces cannot be written (", session.Log[0], StringComparison.Ordinal);
        Assert.EndsWith("; spans that do not arrive are lost", session.Log[0], StringComparison.Ordinal);
        Assert.EndsWith("connection refused; is a receiver running there?", session.Log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_end_a_receiver_that_hangs_does_not_keep_the_rest_from_the_disk()
    {
        await using var server = ScriptedServer.Hanging();
        using var session = Session(server.Port, timeout: TimeSpan.FromMinutes(2), batch: 1);
        for (var count = 0; count < 50; count++)
            session.End();

        Assert.True(session.Shutdown(30_000));

        Assert.Equal(50, Kept().Length);
        Assert.Equal(0, session.Processors[0].Sender.Undelivered);
    }

    [Fact]
    public async Task The_end_waits_for_the_answer_to_what_was_left_behind()
    {
        using (var left = new DiskBuffer(_directory, "traces", 1 << 20, Assert.Fail))
            Assert.Null(left.Add(new BufferedRequest(1, false, new byte[] { 1 })));
        using var isReached = new ManualResetEventSlim();
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Serving(async (stream, stop) =>
        {
            while (await HttpExchange.ReadAsync(stream, stop) is { } request)
            {
                if (request.Body is [1])
                {
                    isReached.Set();
                    // Late enough for a process whose own batch has been answered to be gone.
                    await own.Task.WaitAsync(stop);
                    await Task.Delay(100, stop);
                }
                else
                {
                    own.SetResult();
                }
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            }
        });
        using var session = Session(server.Port);
        Assert.True(isReached.Wait(Patience, TestContext.Current.CancellationToken));

        session.End();
        Assert.True(session.Shutdown(20_000));

        Assert.Empty(Kept());
        Assert.Equal(2, session.Processors[0].Sender.Delivery.Delivered);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_kept()
    {
        await using var server = ScriptedServer.Hanging();
        using var session = Session(server.Port, timeout: TimeSpan.FromMilliseconds(300));

        session.End();
        await WaitAsync(() => Kept().Length == 1);
        await WaitAsync(() => session.Log.Count > 0);

        Assert.EndsWith($"no answer within 300 ms (kept in {_directory} and sent later)", Assert.Single(session.Log));
    }

    private ExportSession Session(int port, string? directory = null, TimeSpan? timeout = null, int batch = 512) => new(
        ExportSession.Otlp($"http://127.0.0.1:{port}", otlp => otlp with
        {
            Retry = OtlpRetry.Disk,
            RetryDirectory = directory ?? _directory,
            Headers = [new("x-key", "secret")],
            Timeout = timeout ?? otlp.Timeout,
        }) with
        {
            Batch = new BatchSettings { ScheduleDelay = 20, MaxExportBatchSize = batch },
        });

    private string[] Kept() => Directory.GetFiles(_directory, "*.otlp", SearchOption.AllDirectories);

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(10, patience.Token);
    }
}
