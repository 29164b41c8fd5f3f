using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace AutoInstr.Webhook.Certificates;

/// <summary>For clusters without cert-manager: keeps a certificate in a Secret, and the webhook configurations trusting it. It does as
/// much as is needed, which mostly is nothing, so that it can be run at any time.</summary>
/// <param name="cluster">The API server.</param>
/// <param name="options">What is kept where.</param>
/// <param name="output">Where it says what it has done.</param>
internal sealed class CertificateJob(IKubernetes cluster, CertificateOptions options, TextWriter output)
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <summary>Does it. First the new one is trusted beside the old, and then it is shown, so that no call fails in between.</summary>
    /// <exception cref="HttpOperationException">The API server refuses.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var secret = await FindSecretAsync(cancellation);
        var old = Text(secret, "tls.crt");
        if (IsGood(old, Text(secret, "tls.key")))
        {
            await TrustAsync([old!], cancellation);
            await output.WriteLineAsync($"the certificate in {options.Secret} is good");
            return;
        }
        var (certificate, key) = SelfSigned.Create(options.Names, _now);
        await TrustAsync(old is null ? [certificate] : [certificate, old], cancellation);
        await StoreAsync(secret, certificate, key, cancellation);
        await output.WriteLineAsync($"a new certificate is in {options.Secret}");
    }

    private async Task<V1Secret?> FindSecretAsync(CancellationToken cancellation)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespacedSecretAsync(options.Secret, options.Namespace, cancellationToken: cancellation);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private bool IsGood(string? certificate, string? key)
    {
        if (certificate is null || key is null)
            return false;
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            return SelfSigned.IsGood(pair, options.Names, _now);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private async Task TrustAsync(IEnumerable<string> certificates, CancellationToken cancellation)
    {
        var bundle = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', certificates)));
        var configurations = cluster.AdmissionregistrationV1;
        var mutating = await configurations.ReadMutatingWebhookConfigurationAsync(options.Configuration, cancellationToken: cancellation);
        await configurations.PatchMutatingWebhookConfigurationAsync(
            Bundles(mutating.Webhooks.Count, bundle), options.Configuration, cancellationToken: cancellation);
        var validating = await configurations.ReadValidatingWebhookConfigurationAsync(
            options.Configuration, cancellationToken: cancellation);
        await configurations.PatchValidatingWebhookConfigurationAsync(
            Bundles(validating.Webhooks.Count, bundle), options.Configuration, cancellationToken: cancellation);
    }

    /// <summary>Nothing else of a configuration is touched.</summary>
    private static V1Patch Bundles(int webhooks, string bundle) => new(
        Enumerable.Range(0, webhooks).Select(i => new { op = "add", path = $"/webhooks/{i}/clientConfig/caBundle", value = bundle }),
        V1Patch.PatchType.JsonPatch);

    private async Task StoreAsync(V1Secret? existing, string certificate, string key, CancellationToken cancellation)
    {
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = options.Secret },
            Type = "kubernetes.io/tls",
            Data = new Dictionary<string, byte[]>
            {
                ["tls.crt"] = Encoding.UTF8.GetBytes(certificate),
                ["tls.key"] = Encoding.UTF8.GetBytes(key),
            },
        };
        if (existing is null)
            await cluster.CoreV1.CreateNamespacedSecretAsync(secret, options.Namespace, cancellationToken: cancellation);
        else
            await cluster.CoreV1.PatchNamespacedSecretAsync(
                new V1Patch(new { data = secret.Data }, V1Patch.PatchType.MergePatch), options.Secret, options.Namespace,
                cancellationToken: cancellation);
    }

    private static string? Text(V1Secret? secret, string key) =>
        secret?.Data is { } data && data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
