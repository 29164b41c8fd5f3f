using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using AutoInstr.Agent.Configuration;
using OpenTelemetry;

namespace AutoInstr.Agent.Exporters;

/// <summary>Sends spans to Zipkin's HTTP API, version 2, as JSON.</summary>
internal sealed class ZipkinSpanExporter : BaseExporter<Activity>
{
    // A buffer that one large batch blew up is not kept.
    private const int LargestKeptBuffer = 1024 * 1024;

    private readonly Uri _endpoint;
    private readonly LimitSettings _limits;
    private readonly HttpClient _client;
    private ArrayBufferWriter<byte> _body = new();
    private ZipkinSpanWriter? _writer;

    /// <summary>Makes an exporter.</summary>
    /// <param name="settings">Endpoint, timeout and limits.</param>
    /// <param name="delivery">Is told how requests go.</param>
    public ZipkinSpanExporter(TracesSettings settings, Delivery delivery)
    {
        _endpoint = settings.ZipkinEndpoint.ToUri();
        _limits = settings.Limits;
        _client = ExportHttpClient.Create(delivery, [], tls: null);
    }

    /// <summary>Where it delivers to.</summary>
    public static ExportTarget Target(TracesSettings settings) => new("zipkin", settings.ZipkinEndpoint.Address)
    {
        Timeout = settings.ZipkinTimeout,
    };

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> batch)
    {
        _writer ??= new ZipkinSpanWriter(ParentProvider.GetResource(), _limits);
        _body.ResetWrittenCount();
        _writer.Write(_body, batch);
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ReadOnlyMemoryContent(_body.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        if (_body.Capacity > LargestKeptBuffer)
            _body = new ArrayBufferWriter<byte>();
        return response.IsSuccessStatusCode ? ExportResult.Success : ExportResult.Failure;
    }

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _client.CancelPendingRequests();
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _client.Dispose();
            _writer?.Dispose();
        }
        base.Dispose(disposing);
    }
}
