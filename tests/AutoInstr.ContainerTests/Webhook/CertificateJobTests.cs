using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.ContainerTests.Kubernetes;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>The certificate of a cluster without cert-manager, made by the Job of the manifests, with the access that they give
/// it.</summary>
public sealed class CertificateJobTests : IAsyncLifetime
{
    private const string SecretPath = "/api/v1/namespaces/autoinstr/secrets/autoinstr-webhook-tls";
    private const string Admission = "/apis/admissionregistration.k8s.io/v1/";
    private const string Service = "autoinstr-webhook.autoinstr.svc";

    private ApiServer _server = null!;
    private string[] _arguments = [];

    public async ValueTask InitializeAsync()
    {
        Rendered.Require();
        var rendered = await Rendered.OfAsync("webhook/manifests/self-signed");
        _server = await ApiServer.StartAsync(
        [
            .. rendered.Objects.OfType<V1ClusterRole>().Single(static role => role.Metadata.Name == "autoinstr-certificate").Rules,
            .. rendered.Get<V1Role>().Rules,
        ]);
        _server.Put(Admission + "mutatingwebhookconfigurations/webhook-autoinstr", rendered.Get<V1MutatingWebhookConfiguration>());
        _server.Put(Admission + "validatingwebhookconfigurations/webhook-autoinstr", rendered.Get<V1ValidatingWebhookConfiguration>());
        _arguments = [.. rendered.Get<V1Job>().Spec.Template.Spec.Containers.Single().Args];
        Assert.Equal(_arguments, rendered.Get<V1CronJob>().Spec.JobTemplate.Spec.Template.Spec.Containers.Single().Args);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_is_made_once_and_trusted_by_both_configurations()
    {
        Assert.Equal("a new certificate is in autoinstr-webhook-tls", await RunAsync());
        var secret = _server.Get<V1Secret>(SecretPath)!;
        Assert.Equal("kubernetes.io/tls", secret.Type);
        using var certificate = X509Certificate2.CreateFromPem(Text(secret, "tls.crt"), Text(secret, "tls.key"));
        Assert.True(certificate.MatchesHostname(Service));
        Assert.All(Bundles(), bundle => Assert.Equal(Text(secret, "tls.crt"), bundle));

        Assert.Equal("the certificate in autoinstr-webhook-tls is good", await RunAsync());
        Assert.Equal(secret.Data["tls.crt"], _server.Get<V1Secret>(SecretPath)!.Data["tls.crt"]);
        Assert.Empty(_server.Refused);
    }

    [Fact]
    public async Task One_that_is_about_to_end_is_renewed_and_trusted_for_as_long_as_it_is_shown()
    {
        var old = PutOld();
        Assert.Equal("a new certificate is in autoinstr-webhook-tls", await RunAsync());
        var renewed = Text(_server.Get<V1Secret>(SecretPath)!, "tls.crt");
        Assert.NotEqual(old, renewed);
        Assert.All(Bundles(), bundle => Assert.Equal(renewed + "\n" + old, bundle));

        await RunAsync();
        Assert.All(Bundles(), bundle => Assert.Equal(renewed, bundle));
        Assert.Empty(_server.Refused);
    }

    [Fact]
    public async Task The_webhook_that_shows_it_is_trusted_by_what_is_in_the_configurations()
    {
        await RunAsync();
        var secret = _server.Get<V1Secret>(SecretPath)!;
        using var folder = await PemFolder.CreateAsync();
        await folder.PutAsync(Text(secret, "tls.crt"), Text(secret, "tls.key"));
        await using var server = await WebhookFixture.StartServerAsync();
        await using var webhook = await RunningWebhook.StartAsync(server, folder.Path);

        var trusted = X509CertificateLoader.LoadCertificate(Encoding.UTF8.GetBytes(Bundles().First()));
        Assert.Equal("BadRequest", await webhook.CallAsync(Service, trusted));
        await Assert.ThrowsAsync<HttpRequestException>(() => webhook.CallAsync("another.host", trusted));
        using var stranger = X509Certificate2.CreateFromPem(PutOld());
        await Assert.ThrowsAsync<HttpRequestException>(() => webhook.CallAsync(Service, stranger));
    }

    [Fact]
    public async Task A_missing_option_is_told()
    {
        var (exitCode, _, errors) = await Command.TryAsync("dotnet", [RunningWebhook.Program, "certificate", "--namespace", "autoinstr"]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("autoinstr-webhook: usage:", errors, StringComparison.Ordinal);
    }

    private string PutOld()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Service}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-300), DateTimeOffset.UtcNow.AddDays(65));
        _server.Put(SecretPath, new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "autoinstr-webhook-tls" },
            Type = "kubernetes.io/tls",
            Data = new Dictionary<string, byte[]>
            {
                ["tls.crt"] = Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()),
                ["tls.key"] = Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()),
            },
        });
        return certificate.ExportCertificatePem();
    }

    private IEnumerable<string> Bundles() =>
        _server.Get<V1MutatingWebhookConfiguration>(Admission + "mutatingwebhookconfigurations/webhook-autoinstr")!.Webhooks
            .Select(static webhook => webhook.ClientConfig.CaBundle)
            .Concat(_server.Get<V1ValidatingWebhookConfiguration>(Admission + "validatingwebhookconfigurations/webhook-autoinstr")!.Webhooks
                .Select(static webhook => webhook.ClientConfig.CaBundle))
            .Select(Encoding.UTF8.GetString);

    private static string Text(V1Secret secret, string key) => Encoding.UTF8.GetString(secret.Data[key]);

    private async Task<string> RunAsync()
    {
        string[] command = [RunningWebhook.Program, .. _arguments];
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = _server.KubeConfig };
        return Command.Succeeded(await Command.TryAsync("dotnet", command, environment), "dotnet", command);
    }
}
