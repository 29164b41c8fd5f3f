using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoInstr.Viewer.Web;

/// <summary>Serves the page that shows what a store has, and what the page asks for.</summary>
internal sealed class ViewerServer : IAsyncDisposable
{
    private const int MostRows = 500;
    private const int MostRecords = 200;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly TelemetryStore _store;
    private readonly TraceList _traces;
    private readonly LogList _logs;
    private readonly MetricList _metrics;
    private readonly WebApplication _app;
    private readonly bool _isLocal;
    private readonly CancellationTokenSource _stopping = new();
    private ListenOptions? _listen;

    private ViewerServer(TelemetryStore store, IPAddress address, int port)
    {
        _store = store;
        _traces = new TraceList(store.Traces);
        _logs = new LogList(store.Logs);
        _metrics = new MetricList(store.Metrics);
        var exchange = new RecordingExchange(store, _traces, _logs);
        _isLocal = IPAddress.IsLoopback(address);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RecordingExchange.LargestImport;
            kestrel.Listen(address, port, listen => _listen = listen);
        });
        _app = builder.Build();
        _app.Use(GuardAsync);
        _app.MapGet("/api/traces", ListAsync);
        _app.MapGet("/api/traces/{id}", TraceAsync);
        _app.MapGet("/api/map", MapAsync);
        _app.MapGet("/api/logs", LogsAsync);
        _app.MapGet("/api/metrics", MetricsAsync);
        _app.MapGet("/api/metrics/{id}", MetricAsync);
        _app.MapGet("/api/export", exchange.ExportAsync);
        _app.MapPost("/api/import", exchange.ImportAsync);
        _app.MapGet("/api/live", LiveAsync);
        _app.MapGet("/{**path}", PageAsync);
    }

    /// <summary>Where the page is.</summary>
    public Uri Address => new($"http://{(_isLocal ? "127.0.0.1" : Dns.GetHostName())}:{_listen!.IPEndPoint!.Port}");

    /// <summary>Starts to serve.</summary>
    /// <param name="store">What is shown.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="port">The port, 0 for a free one.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The port is in use or not allowed.</exception>
    public static async Task<ViewerServer> StartAsync(TelemetryStore store, IPAddress address, int port, CancellationToken cancellation)
    {
        var server = new ViewerServer(store, address, port);
        try
        {
            await server._app.StartAsync(cancellation).ConfigureAwait(false);
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            if (e is SocketException)
                throw new IOException($"cannot listen on {address}, port {port}: {e.Message}", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(ShutdownTimeout);
        await _app.StopAsync(timeout.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Other pages of the same browser may reach a loopback port under a name of theirs: only local names are answered.</summary>
    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (!_isLocal || context.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]")
            return next(context);
        return context.FailAsync(StatusCodes.Status403Forbidden, $"the host {context.Request.Host.Host} is not this machine");
    }

    private async Task ListAsync(HttpContext context)
    {
        if (await context.FilterAsync(TraceFilter.Of).ConfigureAwait(false) is not { } filter)
            return;
        var all = _traces.Rows;
        IReadOnlyList<TraceRow> matching = [.. all.Where(filter.Matches)];
        var (offset, limit) = context.Page(MostRows);
        await context.AnswerAsync(json => JsonAnswers.Write(json, _store, all.Count, matching, offset, limit)).ConfigureAwait(false);
    }

    private Task TraceAsync(HttpContext context) => _store.Traces.Find((string)context.Request.RouteValues["id"]!) is { } trace
        ? context.AnswerAsync(json => JsonAnswers.Write(json, trace, _store.Logs.Of(trace.Id)))
        : context.FailAsync(StatusCodes.Status404NotFound, "no span of this trace is kept");

    private Task MapAsync(HttpContext context) => context.AnswerAsync(json => JsonAnswers.Write(json, ServiceMap.Of(_traces.Rows)));

    private async Task LogsAsync(HttpContext context)
    {
        if (await context.FilterAsync(LogFilter.Of).ConfigureAwait(false) is not { } filter)
            return;
        var (all, services) = _logs.Read();
        IReadOnlyList<LogRecord> matching = [.. all.Where(filter.Matches)];
        var (offset, limit) = context.Page(MostRecords);
        await context.AnswerAsync(json => LogAnswers.Write(json, all.Count, services, matching, offset, limit)).ConfigureAwait(false);
    }

    private Task MetricsAsync(HttpContext context) => context.AnswerAsync(json => MetricAnswers.Write(json, _metrics.Rows));

    private Task MetricAsync(HttpContext context) =>
        _metrics.Rows.FirstOrDefault(row => row.Id == (string)context.Request.RouteValues["id"]!) is { } found
            ? context.AnswerAsync(json => MetricAnswers.Write(json, found))
            : context.FailAsync(StatusCodes.Status404NotFound, "no data point of this instrument is kept");

    /// <summary>Server-sent events: the counts, whenever they have changed.</summary>
    private async Task LiveAsync(HttpContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        context.Response.ContentType = "text/event-stream";
        var last = -1L;
        try
        {
            while (true)
            {
                var requests = _store.Traces.Counts.Requests;
                if (requests != last)
                {
                    last = requests;
                    context.Response.BodyWriter.Write("data: "u8);
                    using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
                    {
                        json.WriteStartObject();
                        JsonAnswers.WriteCounts(json, _store);
                        json.WriteEndObject();
                    }
                    context.Response.BodyWriter.Write("\n\n"u8);
                    await context.Response.BodyWriter.FlushAsync(stop.Token).ConfigureAwait(false);
                }
                await Task.Delay(Pace, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone, or the viewer ends.
        }
    }

    private static async Task PageAsync(HttpContext context)
    {
        var name = context.Request.Path.Value!.Trim('/') is { Length: > 0 } path ? path : "index.html";
        await using var file = typeof(ViewerServer).Assembly.GetManifestResourceStream("AutoInstr.Viewer.Ui." + name);
        if (file is null)
        {
            await context.FailAsync(StatusCodes.Status404NotFound, "there is no such page").ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/javascript; charset=utf-8",
        };
        await file.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
