using System.Net;
using System.Net.Sockets;
using AutoInstr.Viewer.Transport;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AutoInstr.Viewer;

/// <summary>An OTLP receiver over gRPC and HTTP that keeps the spans, metrics and log records it gets.</summary>
/// <remarks>It reads no configuration, writes no log and leaves signals alone, so that any process can have one.</remarks>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly string _host;
    private readonly string _scheme;
    private ListenOptions? _grpc;
    private ListenOptions? _http;

    private OtlpReceiver(ReceiverOptions options)
    {
        var tls = ServerTls.Load(options);
        _scheme = tls is null ? "http" : "https";
        _host = options.Host == "*" ? IPAddress.Loopback.ToString()
            : options.Host.Contains(':', StringComparison.Ordinal) ? $"[{options.Host}]"
            : options.Host;
        Telemetry = new TelemetryStore(
            new TraceStore(options.MaxSpans, options.MaxBytes),
            new LogStore(options.MaxLogRecords, options.MaxLogBytes),
            new MetricStore(options.MaxDataPoints, options.MaxMetricBytes));
        _app = Build(options, tls, new Intake(Telemetry, batch => Received?.Invoke(batch)));
    }

    /// <summary>Raised for every accepted request, after what it carries is in <see cref="Telemetry"/> and before it is answered. Requests
    /// come in parallel; what a handler throws fails the request.</summary>
    public event Action<ReceivedBatch>? Received;

    /// <summary>What was received.</summary>
    public TelemetryStore Telemetry { get; }

    /// <summary>The spans that were received, and how much of everything was.</summary>
    public TraceStore Store => Telemetry.Traces;

    /// <summary>The port of OTLP/gRPC.</summary>
    public int GrpcPort => _grpc!.IPEndPoint!.Port;

    /// <summary>The port of OTLP/HTTP.</summary>
    public int HttpPort => _http!.IPEndPoint!.Port;

    /// <summary>What to set OTEL_EXPORTER_OTLP_ENDPOINT to for gRPC.</summary>
    public Uri GrpcEndpoint => new($"{_scheme}://{_host}:{GrpcPort}");

    /// <summary>What to set OTEL_EXPORTER_OTLP_ENDPOINT to for http/protobuf and http/json.</summary>
    public Uri HttpEndpoint => new($"{_scheme}://{_host}:{HttpPort}");

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where, and how much is kept.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <returns>The receiver, listening.</returns>
    /// <exception cref="ArgumentException">A TLS key or client authority is given without a certificate.</exception>
    /// <exception cref="IOException">A port is in use or not allowed, the host is no address of this machine's, or a TLS file cannot be
    /// read; the message says which.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file does not hold what it should.</exception>
    public static async Task<OtlpReceiver> StartAsync(ReceiverOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var receiver = new OtlpReceiver(options);
        try
        {
            await receiver._app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            if (e is SocketException)
                throw new IOException($"cannot listen on {options.Host}, ports {options.GrpcPort} and {options.HttpPort}: {e.Message}", e);
            throw;
        }
        return receiver;
    }

    /// <summary>Stops to listen. Requests under way get a moment to end.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(ShutdownTimeout);
        await _app.StopAsync(timeout.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private WebApplication Build(ReceiverOptions options, HttpsConnectionAdapterOptions? tls, Intake intake)
    {
        var address = AddressOf(options.Host);
        // Without TLS a connection cannot negotiate its HTTP version, hence two ports.
        var httpProtocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.Services.AddSingleton(intake);
        builder.Services.AddSingleton<GrpcExport>();
        builder.Services.AddSingleton<IServiceMethodProvider<GrpcExport>, GrpcExport.Methods>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = options.MaxRequestBytes);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Both transports bound what they read themselves, and then can give the answer their protocol has for it.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(address, options.GrpcPort, listen => Configure(_grpc = listen, HttpProtocols.Http2, tls));
            kestrel.Listen(address, options.HttpPort, listen => Configure(_http = listen, httpProtocols, tls));
        });

        var app = builder.Build();
        app.MapGrpcService<GrpcExport>();
        app.MapFallback("{**path}", new HttpExport(intake, options.MaxRequestBytes).HandleAsync);
        return app;
    }

    private static void Configure(ListenOptions listen, HttpProtocols protocols, HttpsConnectionAdapterOptions? tls)
    {
        listen.Protocols = protocols;
        if (tls is not null)
            listen.UseHttps(tls);
    }

    /// <summary>Where to listen on a host; <c>*</c> is every interface.</summary>
    /// <exception cref="IOException">The host has no address.</exception>
    internal static IPAddress AddressOf(string host)
    {
        if (host == "*")
            return Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        if (IPAddress.TryParse(host, out var address))
            return address;
        try
        {
            return Dns.GetHostAddresses(host).OrderBy(static a => a.AddressFamily).First();
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            throw new IOException($"the host '{host}' has no address", e);
        }
    }
}
