using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using AutoInstr.ContainerTests.Kubernetes;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>The webhook as a server: whom it lets in, what it says of itself, and what it does when something is missing.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ApiServer _server = null!;
    private PemFolder _certificate = null!;

    public WebhookTests() => Rendered.Require();

    public async ValueTask InitializeAsync()
    {
        _server = await WebhookFixture.StartServerAsync();
        _certificate = await PemFolder.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _certificate.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        await using var webhook = await StartAsync();
        Assert.Equal(_certificate.Thumbprint, await webhook.ThumbprintAsync());

        await _certificate.PutAsync("no certificate", "no key");
        await UntilAsync(() => Task.FromResult(webhook.Output.Any(IsComplaint)));
        Assert.Equal(_certificate.Thumbprint, await webhook.ThumbprintAsync());

        var renewed = await _certificate.RenewAsync();
        await UntilAsync(async () => await webhook.ThumbprintAsync() == renewed);
        Assert.Single(webhook.Output, IsComplaint);

        static bool IsComplaint(string line) => line.Contains("the one before stays in use", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_certificate_was_signed_by_is_shown_with_it()
    {
        const string host = "autoinstr-webhook.autoinstr.svc";
        using var chain = new CertificateChain(host);
        await _certificate.PutAsync(chain.Pem, chain.Key);
        await using var webhook = await StartAsync();
        Assert.Equal("BadRequest", await webhook.CallAsync(host, chain.Root));
    }

    [Fact]
    public async Task A_changed_namespace_is_heard_of_and_a_new_one_is_asked_for()
    {
        await using var webhook = await StartAsync();
        Assert.False((await webhook.ReviewAsync(Pod(), "shop")).IsChanged);

        _server.PutNamespace("shop", ("autoinstr/inject", "true"), ("other", "annotation"));
        await UntilAsync(async () => (await webhook.ReviewAsync(Pod(), "shop")).IsChanged);

        _server.PutNamespaceSilently("new", ("autoinstr/inject", "true"));
        // No answer within what a review may take is none: the next one asks again.
        await UntilAsync(async () => (await webhook.ReviewAsync(Pod(), "new")).IsChanged);
        Assert.Empty(_server.Refused);
    }

    [Fact]
    public async Task Without_an_API_server_what_is_known_holds_and_what_is_not_is_told()
    {
        RunningWebhook webhook;
        await using (var server = await WebhookFixture.StartServerAsync())
        {
            server.PutNamespace("traced", ("autoinstr/inject", "true"));
            webhook = await RunningWebhook.StartAsync(server, _certificate.Path);
        }
        await using var _ = webhook;
        Assert.True((await webhook.ReviewAsync(Pod(), "traced")).IsChanged);

        var unknown = await webhook.ReviewAsync(Pod(), "unknown");
        Assert.False(unknown.IsChanged);
        Assert.Contains("the annotations of the namespace cannot be read", Assert.Single(unknown.Warnings), StringComparison.Ordinal);

        var asking = Pod();
        asking.Metadata.Annotations = new Dictionary<string, string> { ["autoinstr/inject"] = "true" };
        Assert.True((await webhook.ReviewAsync(asking, "unknown")).IsChanged);
    }

    [Fact]
    public async Task What_cannot_be_read_is_let_in_and_what_is_no_review_is_refused()
    {
        await using var webhook = await StartAsync();

        foreach (var path in new[] { "/pods", "/workloads" })
        {
            foreach (var item in new JsonNode?[] { null, new JsonArray(1, 2), new JsonObject { ["spec"] = 1 }, new JsonObject() })
                Assert.Null((await webhook.ReviewAsync(path, item, "shop"))["patch"]);
            foreach (var body in new[] { "", "{", "[]", "{}", """{"apiVersion":"admission.k8s.io/v1beta1","request":{"uid":"1"}}""" })
                Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(path, body));
        }
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/healthz", ""));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/anything", ""));

        async Task<HttpStatusCode> StatusAsync(string path, string body)
        {
            using var answer = await webhook.PostAsync(path, body);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Health_and_metrics_are_on_a_port_of_their_own()
    {
        await using var webhook = await StartAsync();
        _server.PutNamespace("traced", ("autoinstr/inject", "true"));
        await UntilAsync(async () => (await webhook.ReviewAsync(Pod(), "traced")).IsChanged);
        await webhook.ReviewAsync(Pod(), "shop");

        Assert.Equal("ok", await webhook.StatusAsync("/healthz"));
        Assert.Equal("ok", await webhook.StatusAsync("/readyz"));
        var metrics = await webhook.StatusAsync("/metrics");
        Assert.Matches(@"(?m)^autoinstr_webhook_reviews_total\{[^}]*outcome=""Injected"",resource=""pods""\} 1$", metrics);
        Assert.Matches(@"(?m)^autoinstr_webhook_reviews_total\{[^}]*outcome=""NotAsked"",resource=""pods""\} [1-9]\d*$", metrics);
        Assert.Contains("autoinstr_webhook_review_duration_seconds_bucket{", metrics, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^autoinstr_webhook_certificate_expiry_seconds\{[^}]*\} [1-9]\d{9}$", metrics);
    }

    [Fact]
    public async Task It_is_not_ready_before_it_has_a_certificate()
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-empty-").FullName;
        var starting = RunningWebhook.StartAsync(_server, folder);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.False(starting.IsCompleted);
        foreach (var name in new[] { "tls.key", "tls.crt" })
            File.Copy(Path.Combine(_certificate.Path, name), Path.Combine(folder, name));
        await using var webhook = await starting;
        Assert.Equal(_certificate.Thumbprint, await webhook.ThumbprintAsync());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_nodes_address_comes_before_the_defaults_that_refer_to_it()
    {
        _server.PutNamespace("traced", ("autoinstr/inject", "true"));
        await using var webhook = await StartAsync(
            ("DEFAULT_OTEL_EXPORTER_OTLP_ENDPOINT", "http://$(AUTOINSTR_NODE_IP):4317"));
        var pod = Pod();
        pod.Spec.Containers[0].Env = [new V1EnvVar { Name = "AUTOINSTR_DEFAULTS", Value = "OTEL_LOG_LEVEL=info" }];
        var variables = (await webhook.ReviewAsync(pod, "traced")).Container("app").Env;
        Assert.Equal(("AUTOINSTR_NODE_IP", "status.hostIP"), (variables[0].Name, variables[0].ValueFrom.FieldRef.FieldPath));
        Assert.Equal(
            ("AUTOINSTR_DEFAULTS", "OTEL_LOG_LEVEL=info\nOTEL_EXPORTER_OTLP_ENDPOINT=http://$(AUTOINSTR_NODE_IP):4317"),
            (variables[1].Name, variables[1].Value));
    }

    [Fact]
    public async Task An_image_volume_needs_no_copy()
    {
        _server.PutNamespace("traced", ("autoinstr/inject", "true"));
        await using var webhook = await StartAsync(
            ("AUTOINSTR_WEBHOOK_VOLUME", "image"), ("AUTOINSTR_WEBHOOK_PULL_POLICY", "Never"));
        var reviewed = await webhook.ReviewAsync(Pod(), "traced");
        var image = Assert.Single(reviewed.Pod.Spec.Volumes).Image;
        Assert.Equal((Images.Kit, "Never"), (image.Reference, image.PullPolicy));
        var mount = Assert.Single(reviewed.Container("app").VolumeMounts);
        Assert.Equal(("/autoinstr", "autoinstr", true), (mount.MountPath, mount.SubPath, mount.ReadOnlyProperty));
        Assert.Null(reviewed.Pod.Spec.InitContainers);
        Assert.False((await webhook.ReviewAsync(reviewed.Pod, "traced")).IsChanged);
    }

    private Task<RunningWebhook> StartAsync(params (string Name, string Value)[] settings) =>
        RunningWebhook.StartAsync(_server, _certificate.Path, settings);

    private static V1Pod Pod() => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta { Name = "app" },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "app", Image = "app" }] },
    };

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "it did not come about");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
