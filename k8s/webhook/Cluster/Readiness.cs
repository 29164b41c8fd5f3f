using System.Text.Json;
using AutoInstr.Webhook.Admission;
using AutoInstr.Webhook.Certificates;

namespace AutoInstr.Webhook.Cluster;

/// <summary>When the webhook is to be asked: when it has a certificate, knows the namespaces, and has answered itself often enough for
/// its code to be compiled, which the first to ask would have to wait for.</summary>
/// <param name="certificate">The certificate.</param>
/// <param name="namespaces">The namespaces.</param>
/// <param name="admission">What answers.</param>
internal sealed class Readiness(ServingCertificate certificate, Namespaces namespaces, AdmissionEndpoint admission) : BackgroundService
{
    private const int Rounds = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private const string Deployment = """
        {"kind": "Deployment", "metadata": {"name": "warm-up"}, "spec": {"template": {
          "metadata": {"annotations": {"autoinstr/inject": "true"}, "labels": {"app.kubernetes.io/name": "warm-up"}},
          "spec": {"containers": [{"name": "app", "image": "app:1", "env": [{"name": "DOTNET_STARTUP_HOOKS", "value": "/app/own.dll"}]}]}}}}
        """;

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
        while (!namespaces.IsRead && !stoppingToken.IsCancellationRequested)
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var deployment = JsonDocument.Parse(Deployment);
        var request = new AdmissionRequest { Uid = "warm-up", Namespace = "kube-system", Object = deployment.RootElement };
        for (var round = 0; round < Rounds; round++)
            await admission.ReviewAsync("workloads", request, stoppingToken);
        _isWarm = true;
    }
}
