using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AutoInstr.Webhook.Admission;
using AutoInstr.Webhook.Certificates;

namespace AutoInstr.Webhook.Cluster;

/// <summary>When the webhook is to be asked: when it has a certificate, knows the namespaces, and has answered itself often enough for
/// its code to be compiled, which the first to ask would have to wait for.</summary>
/// <param name="settings">Where it answers.</param>
/// <param name="certificate">The certificate.</param>
/// <param name="namespaces">The namespaces.</param>
/// <param name="log">Where it is said when it does not answer itself.</param>
internal sealed partial class Readiness(
    WebhookSettings settings, ServingCertificate certificate, Namespaces namespaces, ILogger<Readiness> log) : BackgroundService
{
    private const int Rounds = 50;
    private const int NamespaceRounds = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private const string Pod = """
        {"metadata": {"annotations": {"autoinstr/inject": "true"}, "labels": {"app.kubernetes.io/name": "warm-up"}},
         "spec": {"containers": [{"name": "app", "image": "app:1", "env": [{"name": "DOTNET_STARTUP_HOOKS", "value": "/own.dll"}]}]}}
        """;

    private const string Deployment = """{"kind": "Deployment", "metadata": {"name": "warm-up"}, "spec": {"template": """ + Pod + "}}";

    private volatile bool _isWarm;

    /// <summary>What it waits for; <see langword="null"/> when it is ready.</summary>
    public string? Obstacle =>
        certificate.Current is null ? "there is no certificate"
        : !namespaces.IsRead ? "the namespaces have not been read"
        : !_isWarm ? "it is warming up"
        : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while ((certificate.Current is null || !namespaces.IsRead) && !stoppingToken.IsCancellationRequested)
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await WarmUpAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            NotWarm(exception.Message);
        }
        _isWarm = true;
    }

    private async Task WarmUpAsync(CancellationToken cancellation)
    {
        var host = settings.Listen.Address.Equals(IPAddress.IPv6Any) || settings.Listen.Address.Equals(IPAddress.Any)
            ? IPAddress.Loopback : settings.Listen.Address;
        // Each time by another connection, for the API server's first call is one.
        for (var round = 0; round < Rounds && !cancellation.IsCancellationRequested; round++)
        {
            await AskAsync(host, AdmissionEndpoint.Pods, Pod, cancellation);
            await AskAsync(host, AdmissionEndpoint.Workloads, Deployment, cancellation);
        }
        for (var round = 0; round < NamespaceRounds; round++)
        {
            if (!await namespaces.WarmUpAsync(cancellation))
                break;
        }
    }

    private async Task AskAsync(IPAddress host, string path, string item, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Current?.Equals(shown) == true },
        });
        var review = $$"""
            {"apiVersion": "{{AdmissionReview.Version}}", "request": {"uid": "{{AdmissionRequest.WarmUp}}", "namespace": "kube-system",
             "object": {{item}} } }
            """;
        using var body = new StringContent(review, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.PostAsync(
            new UriBuilder(Uri.UriSchemeHttps, host.ToString(), settings.Listen.Port, path).Uri, body, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "It could not ask itself ({Reason}); its first answers will be late")]
    private partial void NotWarm(string reason);
}
