using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Model;
using AutoInstr.Viewer.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TooLarge = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace AutoInstr.Viewer.Web;

/// <summary>Serves the page that shows a store's traces, and what the page asks for.</summary>
internal sealed class ViewerServer : IAsyncDisposable
{
    private const int MostRows = 500;
    private const int LargestImport = 256 << 20;
    private const string ImportHeader = "X-AutoInstr-Import";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly TraceStore _store;
    private readonly TraceList _list;
    private readonly WebApplication _app;
    private readonly bool _isLocal;
    private readonly CancellationTokenSource _stopping = new();
    private ListenOptions? _listen;

    private ViewerServer(TraceStore store, IPAddress address, int port)
    {
        _store = store;
        _list = new TraceList(store);
        _isLocal = IPAddress.IsLoopback(address);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestImport;
            kestrel.Listen(address, port, listen => _listen = listen);
        });
        _app = builder.Build();
        _app.Use(GuardAsync);
        _app.MapGet("/api/traces", ListAsync);
        _app.MapGet("/api/traces/{id}", TraceAsync);
        _app.MapGet("/api/map", MapAsync);
        _app.MapGet("/api/export", ExportAsync);
        _app.MapPost("/api/import", ImportAsync);
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
    public static async Task<ViewerServer> StartAsync(TraceStore store, IPAddress address, int port, CancellationToken cancellation)
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
        return FailAsync(context, StatusCodes.Status403Forbidden, $"the host {context.Request.Host.Host} is not this machine");
    }

    private async Task ListAsync(HttpContext context)
    {
        if (await FilterAsync(context).ConfigureAwait(false) is not { } filter)
            return;
        var all = _list.Rows;
        IReadOnlyList<TraceRow> matching = [.. all.Where(filter.Matches)];
        _ = int.TryParse(context.Request.Query["offset"], out var offset);
        var limit = int.TryParse(context.Request.Query["limit"], out var asked) ? Math.Clamp(asked, 1, MostRows) : MostRows;
        await AnswerAsync(context, json => JsonAnswers.Write(json, _store.Counts, all.Count, matching, Math.Max(0, offset), limit))
            .ConfigureAwait(false);
    }

    private Task TraceAsync(HttpContext context) => _store.Find((string)context.Request.RouteValues["id"]!) is { } trace
        ? AnswerAsync(context, json => JsonAnswers.Write(json, trace))
        : FailAsync(context, StatusCodes.Status404NotFound, "no span of this trace is kept");

    private Task MapAsync(HttpContext context) => AnswerAsync(context, json => JsonAnswers.Write(json, ServiceMap.Of(_list.Rows)));

    /// <summary>One trace (<c>id</c>), or those that a filter lets through: a line of OTLP JSON for each.</summary>
    private async Task ExportAsync(HttpContext context)
    {
        if (await FilterAsync(context).ConfigureAwait(false) is not { } filter)
            return;
        var id = context.Request.Query["id"].ToString();
        IEnumerable<Trace> traces = id.Length > 0
            ? _store.Find(id) is { } trace ? [trace] : []
            : _list.Rows.Reverse().Where(filter.Matches).Select(static row => row.Trace);
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{(id.Length > 0 ? "trace" : "traces")}.jsonl\"";
        foreach (var exported in traces)
        {
            OtlpJsonWriter.Write(context.Response.BodyWriter, SpanRequests.Of(exported.Spans));
            context.Response.BodyWriter.Write("\n"u8);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task ImportAsync(HttpContext context)
    {
        // A header that no other page's form can send.
        if (!context.Request.Headers.ContainsKey(ImportHeader))
        {
            await FailAsync(context, StatusCodes.Status403Forbidden, $"the header {ImportHeader} is missing").ConfigureAwait(false);
            return;
        }
        var (spans, number) = (0, 0);
        try
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            while (await reader.ReadLineAsync(context.RequestAborted).ConfigureAwait(false) is { } line)
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                    spans += _store.Import(line);
            }
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or TooLarge)
        {
            var message = e is TooLarge
                ? $"a recording has {LargestImport >> 20} MB at most"
                : $"line {number} is no OTLP JSON request with spans ({e.Message}); {spans} spans before it were taken";
            await FailAsync(context, StatusCodes.Status400BadRequest, message).ConfigureAwait(false);
            return;
        }
        await AnswerAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("spans", spans);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

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
                var counts = _store.Counts;
                if (counts.Requests != last)
                {
                    last = counts.Requests;
                    context.Response.BodyWriter.Write("data: "u8);
                    using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
                    {
                        json.WriteStartObject();
                        JsonAnswers.WriteCounts(json, counts);
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
            await FailAsync(context, StatusCodes.Status404NotFound, "there is no such page").ConfigureAwait(false);
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

    /// <summary>Reads the filter of a request, and answers it when that is wrong.</summary>
    private static async Task<TraceFilter?> FilterAsync(HttpContext context)
    {
        try
        {
            return TraceFilter.Of(context.Request.Query);
        }
        catch (FormatException e)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
            return null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static Task FailAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message);
    }
}
