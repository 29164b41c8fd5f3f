namespace AutoInstr.Bench;

/// <summary>The requests that every edition answers: nine times <c>GET /tasks/1</c>, which asks the database, then <c>POST /reports</c>,
/// which calls another process.</summary>
/// <remarks>Only routes where both instrumented editions make the same spans: two for each request.</remarks>
static class Load
{
    private const int OneReportIn = 10;

    private static readonly byte[] Create = HttpConnection.Request("POST", "/tasks", """{"title":"Measure","minutes":30,"people":2}""");
    private static readonly byte[] Find = HttpConnection.Request("GET", "/tasks/1");
    private static readonly byte[] Report = HttpConnection.Request("POST", "/reports");

    /// <summary>Saves the task that the requests ask for.</summary>
    public static async Task PrepareAsync(Uri address, CancellationToken cancellation)
    {
        using var connection = new HttpConnection();
        await connection.ConnectAsync(address, cancellation);
        Expect(201, await connection.SendAsync(Create, cancellation));
    }

    /// <summary>Sends requests, each connection the next one as soon as it has its answer.</summary>
    /// <param name="address">The service.</param>
    /// <param name="connections">How many connections there are.</param>
    /// <param name="requests">How many requests there are, over all connections.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidOperationException">The service answered with another status than it should.</exception>
    public static Task SendAsync(Uri address, int connections, int requests, CancellationToken cancellation)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectionAsync, cancellation)));

        async Task ConnectionAsync()
        {
            using var connection = new HttpConnection();
            await connection.ConnectAsync(address, cancellation);
            for (var i = Interlocked.Increment(ref next); i < requests; i = Interlocked.Increment(ref next))
                await SendAsync(connection, isReport: i % OneReportIn == OneReportIn - 1);
        }

        async Task SendAsync(HttpConnection connection, bool isReport) =>
            Expect(isReport ? 202 : 200, await connection.SendAsync(isReport ? Report : Find, cancellation));
    }

    private static void Expect(int expected, int status)
    {
        if (status != expected)
            throw new InvalidOperationException($"The service answered {status} instead of {expected}.");
    }
}
