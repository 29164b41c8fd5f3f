using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Text;

namespace AutoInstr.Agent.Exporters;

/// <summary>The HTTP client of an exporter: it makes no span, counts into none of the
/// application's metrics and follows no redirect.</summary>
internal static class ExportHttpClient
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>Makes a client.</summary>
    /// <param name="delivery">Is told how requests go; its target has the time limit.</param>
    /// <param name="headers">Headers for every request.</param>
    /// <param name="tls">What to trust and what to show, or <see langword="null"/> for the system's way.</param>
    /// <param name="persist">Puts around what sends once what sends again: from the handler that tells the delivery, and the one inside it
    /// that does not. Leaves it as it is by default.</param>
    public static HttpClient Create(
        Delivery delivery, IReadOnlyList<KeyValuePair<string, string>> headers, SslClientAuthenticationOptions? tls,
        Func<HttpMessageHandler, HttpMessageHandler, HttpMessageHandler>? persist = null)
    {
        var sockets = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            MeterFactory = new PrivateMeters(),
            ConnectCallback = ExportConnection.ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            // The receiver may move to another address behind its name.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        if (tls is not null)
            sockets.SslOptions = tls;
        var untold = new HeadersHandler(sockets, headers);
        var handler = new DeliveryHandler(untold, delivery);
        return new HttpClient(persist?.Invoke(handler, untold) ?? handler, disposeHandler: true)
        {
            // A buffer answers in time by itself.
            Timeout = delivery.Target.BufferDirectory is null ? delivery.Target.Timeout : Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>Keeps the client's measurements away from the meter "System.Net.Http", which the application may listen to.</summary>
    private sealed class PrivateMeters : IMeterFactory
    {
        private readonly Meter _meter = new("AutoInstr.Export");

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
